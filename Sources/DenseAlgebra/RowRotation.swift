/// The eigenpairs of AᵀA that belong to eigenvalues other than 0, from the rows of A.
///
/// One-sided Jacobi (Hestenes): pairs of rows, (0, 1), (0, 2), …, are rotated until all are
/// orthogonal to m u of their lengths, m their number of entries and u = 2⁻⁵², at most 60 sweeps.
/// The rows are then σₗ eₗ with AᵀA eₗ = σₗ² eₗ. Eigenvectors are orthonormal to rounding and small
/// eigenvalues keep their digits, which forming AᵀA would lose.
///
/// Source: J. Demmel and K. Veselić, "Jacobi's method is more accurate than QR", SIAM J. Matrix
/// Anal. Appl. 13 (1992).
public struct RowRotation: Sendable {
  /// σₗ², one for every row.
  public let squaredValues: [Double]
  /// eₗ, each padded to whole lanes like the rows.
  public let directions: [[SIMD8<Double>]]

  /// Orthogonalizes rows, all of one length.
  ///
  /// The result is nil if the rows are dependent to rounding, or the rotations do not settle.
  ///
  /// - Complexity: About 3 m n² multiply-adds a sweep for n rows of length m; 6 to 10 sweeps.
  public init?(rows: [[SIMD8<Double>]]) {
    var rows = rows
    var isSettled = false
    var sweep = 0
    while !isSettled && sweep < 60 {
      isSettled = true
      sweep += 1
      for i in 0..<rows.count {
        for j in (i + 1)..<max(rows.count, i + 1) {
          let isRotated = Self.rotate(&rows, i, j)
          isSettled = isSettled && !isRotated
        }
      }
    }
    let squares = rows.map { dot($0, $0) }
    let limit = (squares.max() ?? 0) * 0x1p-96
    guard isSettled, squares.allSatisfy({ $0 > limit && $0.isFinite }) else { return nil }
    squaredValues = squares
    directions = rows.indices.map { l in
      let norm = squares[l].squareRoot()
      return rows[l].map { $0 / norm }
    }
  }

  /// Makes two rows orthogonal; false if they are already.
  private static func rotate(_ rows: inout [[SIMD8<Double>]], _ i: Int, _ j: Int) -> Bool {
    let (a, b, c) = (dot(rows[i], rows[i]), dot(rows[j], rows[j]), dot(rows[i], rows[j]))
    let rounding = 8 * Double(rows[i].count) * 0x1p-52
    guard abs(c) > rounding * (a.squareRoot() * b.squareRoot()) else { return false }
    let zeta = (b - a) / (2 * c)
    let magnitude = 1 / (abs(zeta) + (1 + zeta * zeta).squareRoot())
    let tangent = zeta < 0 ? -magnitude : magnitude
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = cosine * tangent
    for k in rows[i].indices {
      let (x, y) = (rows[i][k], rows[j][k])
      rows[i][k] = (x * cosine).addingProduct(y, -sine)
      rows[j][k] = (y * cosine).addingProduct(x, sine)
    }
    return true
  }
}
