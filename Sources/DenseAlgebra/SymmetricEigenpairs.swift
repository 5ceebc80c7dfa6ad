/// The eigenvalues and eigenvectors of a symmetric matrix, A = Σ λ e eᵀ.
///
/// Householder's reflections I − β u uᵀ, one for every row, make the matrix tridiagonal; then implicit
/// QL. Errors are some n 2⁻⁵² of the largest eigenvalue, for small eigenvalues, too. Inner products are
/// those of ``dot(_:_:)``, the others chains of fused multiply-adds in the order of rows; entries are
/// scaled by the power of two that brings the largest into 1 ..< 2. So the bits are the same on every
/// processor.
///
/// Source: G. Golub, C. Van Loan, "Matrix Computations", 4th edition, sections 8.3.1 and 8.3.3.
public struct SymmetricEigenpairs: Sendable {
  /// λ in increasing order, shape `[n]`.
  public let values: [Double]
  /// e of each λ, of length 1, shape `[n]` each.
  public let vectors: [[Double]]

  /// What a row may have beside its diagonal and count as having nothing, in units of the largest entry.
  private static let negligible = 0x1p-300

  /// The eigenpairs; nil if an entry is not finite or the steps do not settle.
  ///
  /// - Parameters:
  ///   - matrix: A, row-major, shape `[n, n]`, symmetric.
  ///   - dimension: n ≥ 1.
  /// - Complexity: About 8 n³ multiply-adds.
  public init?(_ matrix: [Double], dimension: Int) {
    precondition(dimension >= 1 && matrix.count == dimension * dimension)
    let largest = maximumMagnitude(matrix)
    guard largest.isFinite else { return nil }
    let exponent = largest > 0 ? Int(largest.exponent) : 0
    var rows = (0..<dimension).map { i in
      lanes(of: (0..<dimension).map { scaled(matrix[i * dimension + $0], by: -exponent) })
    }
    var basis = (0..<dimension).map { i in
      lanes(of: (0..<dimension).map { $0 == i ? 1 : 0 })
    }
    var offDiagonal: [Double] = []
    for k in 0..<max(dimension - 2, 0) {
      offDiagonal.append(Self.reflect(&rows, &basis, pivot: k))
    }
    if dimension > 1 {
      let last = dimension - 1
      offDiagonal.append(rows[last - 1][last / 8][last % 8])
    }
    guard
      let pairs = TridiagonalEigenpairs(
        diagonal: rows.indices.map { rows[$0][$0 / 8][$0 % 8] }, offDiagonal: offDiagonal,
        rows: basis)
    else { return nil }
    values = pairs.values.map { scaled($0, by: exponent) }
    vectors = pairs.rows.map { numbers(of: $0, count: dimension) }
  }

  /// Takes the entries of row and column k beyond k + 1 away, A ← H A H and M ← H M.
  ///
  /// - Returns: What is left at k + 1.
  private static func reflect(
    _ rows: inout [[SIMD8<Double>]], _ basis: inout [[SIMD8<Double>]], pivot k: Int
  ) -> Double {
    var u = rows[k]
    for j in 0...k { u[j / 8][j % 8] = 0 }
    let head = u[(k + 1) / 8][(k + 1) % 8]
    let norm = dot(u, u).squareRoot()
    guard norm > negligible else { return 0 }
    let end = head < 0 ? norm : -norm
    u[(k + 1) / 8][(k + 1) % 8] = head - end
    let beta = 1 / (norm * (norm + abs(head)))
    let others = (k + 1)..<rows.count
    // q = p − (β/2)(u·p) u, p = β A u; A ← A − u qᵀ − q uᵀ.
    var q = Array(repeating: SIMD8<Double>.zero, count: u.count)
    for i in others { q[i / 8][i % 8] = beta * dot(rows[i], u) }
    add(-0.5 * beta * dot(u, q), u, to: &q)
    for i in others {
      add(-u[i / 8][i % 8], q, to: &rows[i])
      add(-q[i / 8][i % 8], u, to: &rows[i])
    }
    var product = Array(repeating: SIMD8<Double>.zero, count: u.count)
    for i in others { add(u[i / 8][i % 8], basis[i], to: &product) }
    for i in others { add(-beta * u[i / 8][i % 8], product, to: &basis[i]) }
    return end
  }
}
