/// Singular values by one-sided Jacobi rotations.
enum SingularValues {
  /// The singular values of a matrix, largest first.
  ///
  /// Rows (or columns, whichever are fewer) are made orthogonal pair by pair, (0, 1), (0, 2), …,
  /// (1, 2), …, until a sweep rotates nothing or 40 are done; then the values are their lengths.
  /// A pair is left alone unless |x·y| > n · 2⁻⁵² · ‖x‖ ‖y‖ (G. Golub, C. Van Loan, "Matrix
  /// computations", 4th edition, section 8.6.3). NaN and ∞ give NaN.
  static func of(_ matrix: ArrayValue) -> [Double] {
    let view = matrix.shape[0] <= matrix.shape[1] ? matrix : matrix.transposed
    let (count, length) = (view.shape[0], view.shape[1])
    var rows = (0..<count).map { row in (0..<length).map { view[row, $0] } }
    guard rows.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      return Array(repeating: .nan, count: count)
    }
    // So that squares neither overflow nor vanish.
    let largest = rows.reduce(0.0) { $1.reduce($0) { max($0, abs($1)) } }
    if largest == 0 { return Array(repeating: 0, count: count) }
    let scale = Double(sign: .plus, exponent: largest.exponent, significand: 1)
    rows = rows.map { $0.map { $0 / scale } }
    for _ in 0..<40 {
      var rotates = false
      for p in 0..<count {
        for q in (p + 1)..<max(count, p + 1) {
          rotates = rotate(&rows, p, q) || rotates
        }
      }
      if !rotates { break }
    }
    return rows.map { dot($0, $0).squareRoot() * scale }.sorted(by: >)
  }

  private static func dot(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for k in x.indices { sum.addProduct(x[k], y[k]) }
    return sum
  }

  /// Makes two rows orthogonal; false where they were.
  private static func rotate(_ rows: inout [[Double]], _ p: Int, _ q: Int) -> Bool {
    let (xx, yy) = (dot(rows[p], rows[p]), dot(rows[q], rows[q]))
    let xy = dot(rows[p], rows[q])
    let threshold = Double(rows.count) * 0x1p-52 * (xx.squareRoot() * yy.squareRoot())
    guard abs(xy) > threshold else { return false }
    let zeta = (yy - xx) / (2 * xy)
    let t = (zeta < 0 ? -1 : 1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
    let c = 1 / (1 + t * t).squareRoot()
    let s = c * t
    for k in rows[p].indices {
      let (x, y) = (rows[p][k], rows[q][k])
      rows[p][k] = c * x - s * y
      rows[q][k] = s * x + c * y
    }
    return true
  }
}
