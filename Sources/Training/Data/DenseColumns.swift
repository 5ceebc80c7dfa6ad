/// The entries of a dense design once more, sixteen samples of a column side by side.
///
/// Vector j · unitCount + u holds samples 16 u ..< 16 u + 16 of column j; lanes beyond the last are 0.
final class DenseColumns<Scalar: LookupScalar>: @unchecked Sendable {  // written by its init alone
  /// Vectors of a column.
  let unitCount: Int
  private let signalCount: Int
  private let entries: LaneStorage<SIMD16<Scalar>>

  init(_ blocks: DenseBlocks<Scalar>) {
    let unitCount = blocks.stride / 16
    self.unitCount = unitCount
    signalCount = blocks.signalCount
    entries = LaneStorage(repeating: .zero, count: blocks.signalCount * unitCount)
    for j in 0..<blocks.signalCount {
      for i in 0..<blocks.sampleCount {
        entries.setScalar(16 * j * unitCount + i, blocks[i, j])
      }
    }
  }

  /// Adds the products of all columns with w to the predictions, in sequence.
  ///
  /// - Parameters:
  ///   - signal: w in vectors of sixteen.
  ///   - predictions: f, `[unitCount]`.
  func accumulate(
    _ signal: borrowing LaneStorage<SIMD16<Scalar>>,
    into predictions: borrowing LaneStorage<SIMD16<Scalar>>
  ) {
    precondition(16 * signal.count >= signalCount && predictions.count >= unitCount)
    var unit = 0
    // Four sums at a time hide the latency of the multiply-adds.
    while unit + 4 <= unitCount {
      var (f0, f1) = (predictions[unit], predictions[unit + 1])
      var (f2, f3) = (predictions[unit + 2], predictions[unit + 3])
      var entry = unit
      for j in 0..<signalCount {
        let w = SIMD16<Scalar>(repeating: signal.scalar(j))
        f0 = f0.addingProduct(entries[entry], w)
        f1 = f1.addingProduct(entries[entry &+ 1], w)
        f2 = f2.addingProduct(entries[entry &+ 2], w)
        f3 = f3.addingProduct(entries[entry &+ 3], w)
        entry &+= unitCount
      }
      (predictions[unit], predictions[unit + 1]) = (f0, f1)
      (predictions[unit + 2], predictions[unit + 3]) = (f2, f3)
      unit += 4
    }
    for unit in unit..<unitCount {
      var sum = predictions[unit]
      for j in 0..<signalCount {
        sum = sum.addingProduct(
          entries[j &* unitCount &+ unit], SIMD16<Scalar>(repeating: signal.scalar(j)))
      }
      predictions[unit] = sum
    }
  }
}
