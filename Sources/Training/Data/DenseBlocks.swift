/// The entries of a dense design in blocks of sixteen columns, so that both products of a step read
/// a block while it lies in the cache.
///
/// Entry (i, j) is at ((j / 16) · stride + i) · 16 + j mod 16; it is 0 for rows and columns beyond the
/// last.
final class DenseBlocks<Scalar: LaneScalar>: @unchecked Sendable {  // written by its init alone
  let sampleCount: Int
  let signalCount: Int
  /// n rounded up to a multiple of 16.
  let stride: Int
  let entries: LaneStorage<Scalar>

  convenience init(
    sampleCount: Int, signalCount: Int, entry: (_ row: Int, _ column: Int) -> Scalar
  ) {
    self.init(sampleCount: sampleCount, signalCount: signalCount) { row in
      (0..<signalCount).map { entry(row, $0) }
    }
  }

  /// The entries of one row after the other, `[signalCount]` each: nothing else is held.
  init(sampleCount: Int, signalCount: Int, row: (_ index: Int) -> [Scalar]) {
    self.sampleCount = sampleCount
    self.signalCount = signalCount
    stride = (sampleCount + 15) / 16 * 16
    entries = LaneStorage(repeating: .zero, count: (signalCount + 15) / 16 * stride * 16)
    for i in 0..<sampleCount {
      let numbers = row(i)
      precondition(numbers.count == signalCount, "a row has an entry for every column")
      for j in 0..<signalCount { entries[(j / 16 * stride + i) * 16 + j % 16] = numbers[j] }
    }
  }

  subscript(_ row: Int, _ column: Int) -> Scalar {
    entries[(column / 16 * stride + row) * 16 + column % 16]
  }

  /// The entries rounded to another precision; nothing is copied for the same one.
  func converted<Other: LaneScalar>() -> DenseBlocks<Other> {
    if let same = self as? DenseBlocks<Other> { return same }
    return DenseBlocks<Other>(sampleCount: sampleCount, signalCount: signalCount) {
      Other(self[$0, $1])
    }
  }
}
