/// The singular values of a matrix, by one-sided Jacobi rotations of its rows.
///
/// Of a matrix with more rows than columns the columns are taken for rows; p is their length.
///
/// Rows x, y are rotated to be orthogonal, pair by pair, cyclically by rows: (0, 1), (0, 2), …,
/// (1, 2), …. With α = x·x, β = y·y, γ = x·y (chains of fused multiply-adds from +0) a pair is left
/// alone unless |γ| > p · 2⁻⁵² · (√α · √β); then, with ζ = (β − α)/(2γ),
///
///     t = ±1/(|ζ| + √(fma(ζ, ζ, 1))) with the sign of ζ; ½/ζ if |ζ| ≥ 2²⁷
///     c = 1/√(fma(t, t, 1)),   s = c · t
///     x ← fma(c, x, −(s · y)),   y ← fma(s, x, c · y)   from the old x and y
///
/// It ends with a sweep that rotates nothing, or after 40 sweeps; about ten are usual. Entries are
/// scaled by the power of two that brings the largest into 1 ..< 2, so that nothing overflows; singular
/// values below 10⁻¹⁵⁰ of the largest may come out as 0. Only IEEE operations in this order are used,
/// so that the bits are the same on every machine.
///
/// Source: G. Golub, C. Van Loan, "Matrix Computations", 4th edition, section 8.6.3.
public struct SingularValues: Sendable {
  /// σ₁ ≥ σ₂ ≥ …, as many as there are rows or columns, whichever are fewer; all NaN if an entry is not
  /// finite.
  public let values: [Double]
  /// Sweeps that were needed, the last one, without rotations, included.
  public let sweepCount: Int

  private static let largestSweepCount = 40

  /// The singular values of a square matrix.
  ///
  /// - Parameters:
  ///   - matrix: Row-major, shape `[p, p]`.
  ///   - dimension: p ≥ 1.
  /// - Complexity: O(p³) for each sweep.
  public init(of matrix: [Double], dimension: Int) {
    self.init(of: matrix, rows: dimension, columns: dimension)
  }

  /// The singular values of a matrix.
  ///
  /// - Parameters:
  ///   - matrix: Row-major, shape `[r, c]`.
  ///   - rowCount: r ≥ 1.
  ///   - columnCount: c ≥ 1.
  /// - Complexity: O(r²c) for r ≤ c, for each sweep.
  public init(of matrix: [Double], rows rowCount: Int, columns columnCount: Int) {
    precondition(rowCount >= 1 && columnCount >= 1 && matrix.count == rowCount * columnCount)
    let (count, length) = (min(rowCount, columnCount), max(rowCount, columnCount))
    let largest = matrix.reduce(0) { max($0, abs($1)) }
    guard largest > 0, matrix.allSatisfy(\.isFinite) else {
      let value = matrix.allSatisfy { $0 == 0 } ? 0 : Double.nan
      values = Array(repeating: value, count: count)
      sweepCount = 0
      return
    }
    let exponent = Int(largest.exponent)
    let isTurned = rowCount > columnCount
    var rows = (0..<count).map { i in
      (0..<length).map { k in
        scaled(matrix[isTurned ? k * columnCount + i : i * columnCount + k], by: -exponent)
      }
    }
    var sweeps = 0
    repeat { sweeps += 1 } while Self.sweep(&rows) && sweeps < Self.largestSweepCount
    values = rows.map { scaled(Self.dot($0, $0).squareRoot(), by: exponent) }.sorted(by: >)
    sweepCount = sweeps
  }

  /// Visits every pair once; whether any was rotated.
  private static func sweep(_ rows: inout [[Double]]) -> Bool {
    let tolerance = Double(rows[0].count) * 0x1p-52
    var hasRotated = false
    for i in rows.indices {
      for j in rows.indices[(i + 1)...] {
        let (alpha, beta) = (dot(rows[i], rows[i]), dot(rows[j], rows[j]))
        let gamma = dot(rows[i], rows[j])
        guard abs(gamma) > tolerance * (alpha.squareRoot() * beta.squareRoot()) else { continue }
        let (c, s) = rotation(zeta: (beta - alpha) / (2 * gamma))
        for k in rows[i].indices {
          let (x, y) = (rows[i][k], rows[j][k])
          rows[i][k] = (-(s * y)).addingProduct(c, x)
          rows[j][k] = (c * y).addingProduct(s, x)
        }
        hasRotated = true
      }
    }
    return hasRotated
  }

  /// The smaller of the two rotations that make a pair orthogonal; ζ² might overflow, 1 is lost in it.
  private static func rotation(zeta: Double) -> (cosine: Double, sine: Double) {
    let size = abs(zeta)
    let tangent =
      size >= 0x1p27 ? 0.5 / size : 1 / (size + (1.0).addingProduct(size, size).squareRoot())
    let cosine = 1 / (1.0).addingProduct(tangent, tangent).squareRoot()
    return (cosine, cosine * (zeta < 0 ? -tangent : tangent))
  }

  private static func dot(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for k in x.indices { sum.addProduct(x[k], y[k]) }
    return sum
  }
}
