import DenseAlgebra

/// The orthogonal factor U Vᵀ of matrices M = U Σ Vᵀ, for runs in lanes, run by run in double precision.
///
/// With A = M Mᵀ of the smaller side it is A^(−½) M, by the eigenpairs (λ, e) of A with λ > r 2⁻⁵² λ_max, r the
/// side: directions in which M is 0, to rounding, are left at 0. Products are chains of fused multiply-adds from +0,
/// the root Σ λ^(−½) e eᵀ in increasing order of λ. Of what is not finite it is NaN.
struct PolarFactor<Lanes: LaneVector> {
  /// Lanes beyond them do what the last one does.
  private let runCount: Int

  init(_ values: LaneValues<Lanes>) { runCount = min(values.runs.count, Lanes.scalarCount) }

  /// Replaces a matrix of an array, row-major, by its orthogonal factor.
  func orthogonalize(_ array: borrowing LaneStorage<Lanes>, _ matrix: MatrixView) {
    let isWide = matrix.rowCount <= matrix.columnCount
    let (side, length) = (
      min(matrix.rowCount, matrix.columnCount), max(matrix.rowCount, matrix.columnCount)
    )
    /// The place of an entry: which of the smaller side, and where along the larger one.
    func place(_ i: Int, _ k: Int) -> Int {
      matrix.offset + (isWide ? i * length + k : k * side + i)
    }
    for lane in 0..<runCount {
      let rows = (0..<side).map { i in (0..<length).map { Double(array[place(i, $0)][lane]) } }
      let root = Self.inverseRoot(of: rows)
      for i in 0..<side {
        for k in 0..<length {
          var sum = root == nil ? Double.nan : 0
          if let root { for j in 0..<side { sum.addProduct(root[i * side + j], rows[j][k]) } }
          array[place(i, k)][lane] = Lanes.Scalar(sum)
        }
      }
    }
    array.repeatLane(from: runCount, in: matrix.offset..<matrix.offset + matrix.count)
  }

  /// (M Mᵀ)^(−½), row-major, of rows of M; nil where it is not finite.
  private static func inverseRoot(of rows: [[Double]]) -> [Double]? {
    let side = rows.count
    var square = Array(repeating: 0.0, count: side * side)
    for i in 0..<side {
      for j in 0..<side {
        for (a, b) in zip(rows[i], rows[j]) { square[i * side + j].addProduct(a, b) }
      }
    }
    guard let pairs = SymmetricEigenpairs(square, dimension: side) else { return nil }
    let limit = Double(side) * 0x1p-52 * (pairs.values.last ?? 0)
    var root = Array(repeating: 0.0, count: side * side)
    for (value, e) in zip(pairs.values, pairs.vectors) where value > limit {
      let power = 1 / value.squareRoot()
      for i in 0..<side {
        for j in 0..<side { root[i * side + j].addProduct(power * e[i], e[j]) }
      }
    }
    return root
  }
}
