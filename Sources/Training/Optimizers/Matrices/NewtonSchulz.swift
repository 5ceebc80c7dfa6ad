/// The quintic Newton–Schulz iteration towards the orthogonal factor of a matrix, for runs in lanes.
///
///     X = M / (‖M‖_F + 10⁻⁷), of a matrix with more rows than columns its transpose
///     A = X Xᵀ     B = bA + cA²     X ← aX + BX     a, b, c = 3.4445, −4.7750, 2.0315
///
/// After five iterations singular values lie between about 0.7 and 1.2, but for those that began near 0.
/// ‖M‖² is a chain of fused multiply-adds in the order of the entries from +0; B is fma(c, A², b·A), X is
/// fma(a, X, BX); products are those of ``multiply(_:_:_:_:into:_:)``.
struct NewtonSchulz<Lanes: LaneVector>: ~Copyable {
  private let iterations: Int
  /// A, A² or B, each as large as the smaller side of a matrix squared.
  private let square: LaneStorage<Lanes>
  private let fourth: LaneStorage<Lanes>
  /// BX.
  private let product: LaneStorage<Lanes>

  /// Room for some matrices.
  init(for matrices: [MatrixView], iterations: Int) {
    self.iterations = iterations
    let sides = matrices.map { min($0.rowCount, $0.columnCount) }
    let largest = (sides.max() ?? 0) * (sides.max() ?? 0)
    square = LaneStorage(repeating: .zero, count: largest)
    fourth = LaneStorage(repeating: .zero, count: largest)
    product = LaneStorage(repeating: .zero, count: matrices.map(\.count).max() ?? 0)
  }

  /// Replaces a matrix of an array, row-major, by what the iteration makes of it.
  func orthogonalize(_ array: borrowing LaneStorage<Lanes>, _ matrix: MatrixView) {
    let entries = matrix.offset..<matrix.offset + matrix.count
    var sum = Lanes.zero
    for p in entries { sum = sum.addingProduct(array[p], array[p]) }
    let norm = sum.root() + Lanes(repeating: 1e-7)
    for p in entries { array[p] = array[p] / norm }
    let x = matrix.rowCount > matrix.columnCount ? matrix.transposed : matrix
    let side = MatrixView(at: 0, x.rowCount, x.rowCount)
    // BX lies as X does.
    let plain = MatrixView(at: 0, matrix.rowCount, matrix.columnCount)
    let bx = matrix.rowCount > matrix.columnCount ? plain.transposed : plain
    let (a, b, c) = (
      Lanes(repeating: 3.4445), Lanes(repeating: -4.775), Lanes(repeating: 2.0315)
    )
    for _ in 0..<iterations {
      multiply(array, x, array, x.transposed, into: square, side)
      multiply(square, side, square, side, into: fourth, side)
      for k in 0..<side.count {
        fourth[k] = (b * square[k]).addingProduct(c, fourth[k])
      }
      multiply(fourth, side, array, x, into: product, bx)
      for (k, p) in entries.enumerated() { array[p] = product[k].addingProduct(a, array[p]) }
    }
  }
}
