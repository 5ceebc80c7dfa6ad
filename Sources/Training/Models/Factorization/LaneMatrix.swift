/// A small matrix for each of eight samples, row-major; lane k belongs to sample k of the block.
struct LaneMatrix: Sendable {
  let rowCount: Int
  let columnCount: Int
  var entries: [SIMD8<Double>]

  /// The matrix with the given entries, row-major.
  init(_ rowCount: Int, _ columnCount: Int, _ entries: some Sequence<SIMD8<Double>>) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.entries = Array(entries)
    precondition(self.entries.count == rowCount * columnCount)
  }

  /// The same matrix in every lane.
  init(_ rowCount: Int, _ columnCount: Int, repeating entries: some Sequence<Double>) {
    self.init(rowCount, columnCount, entries.map { SIMD8(repeating: $0) })
  }

  /// A matrix of +0.
  init(zero rowCount: Int, _ columnCount: Int) {
    self.init(rowCount, columnCount, repeatElement(SIMD8.zero, count: rowCount * columnCount))
  }

  /// Which factor of a product stands for its transpose.
  enum Transposed {
    case neither
    case left
    case right
  }

  /// C ← C + A B, every entry a chain of fused multiply-adds in the order of the inner index.
  mutating func addProduct(
    _ a: LaneMatrix, _ b: LaneMatrix, transposed: Transposed = .neither
  ) {
    let (aRows, inner) =
      transposed == .left ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
    let (bRows, bColumns) =
      transposed == .right ? (b.columnCount, b.rowCount) : (b.rowCount, b.columnCount)
    precondition(inner == bRows && rowCount == aRows && columnCount == bColumns)
    let (aRow, aInner) = transposed == .left ? (1, a.columnCount) : (a.columnCount, 1)
    let (bInner, bColumn) = transposed == .right ? (1, b.columnCount) : (b.columnCount, 1)
    let (left, right) = (a.entries.span, b.entries.span)
    for i in 0..<rowCount {
      for j in 0..<columnCount {
        var sum = entries[i * columnCount + j]
        var (p, q) = (i * aRow, j * bColumn)
        for _ in 0..<inner {
          // Both indices stay inside by the preconditions on the shapes.
          sum = unsafe sum.addingProduct(left[unchecked: p], right[unchecked: q])
          p &+= aInner
          q &+= bInner
        }
        entries[i * columnCount + j] = sum
      }
    }
  }

  /// A B, or with one factor transposed.
  static func product(
    _ a: LaneMatrix, _ b: LaneMatrix, transposed: Transposed = .neither
  ) -> LaneMatrix {
    var result = LaneMatrix(
      zero: transposed == .left ? a.columnCount : a.rowCount,
      transposed == .right ? b.rowCount : b.columnCount)
    result.addProduct(a, b, transposed: transposed)
    return result
  }
}
