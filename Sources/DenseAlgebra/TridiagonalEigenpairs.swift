/// The eigenvalues of a symmetric tridiagonal matrix T, and the rows of a matrix M turned into its
/// eigenvectors.
///
///     T = Z Diag(λ) Zᵀ,   M ← Zᵀ M
///
/// With M = I its rows become the eigenvectors; with M a single column, what the eigenvectors have of it.
/// Implicit QL: in every step a plane rotation of rows i and i + 1 of M for each i of a block that does
/// not fall apart, from its end to its beginning. An entry beside the diagonal counts as 0 from 2⁻⁵² of
/// the sum of its two neighbours on it and 2⁻⁵³ of the largest entry: what rounding leaves of a matrix of low
/// rank falls off so steeply that its own neighbours would never let it settle. At most 60 steps are made for
/// an eigenvalue, two are usual. Only IEEE operations in one order are used.
///
/// Source: B. N. Parlett, "The Symmetric Eigenvalue Problem", chapter 8; EISPACK, tql2.
struct TridiagonalEigenpairs {
  /// λ in increasing order.
  private(set) var values: [Double]
  /// The rows of Zᵀ M in that order.
  private(set) var rows: [[SIMD8<Double>]]

  private static let largestStepCount = 60

  /// The eigenvalues, nil if an entry is not finite or the steps do not settle.
  ///
  /// - Parameters:
  ///   - diagonal: The diagonal of T, shape `[n]`.
  ///   - offDiagonal: The entries beside it, shape `[n − 1]`.
  ///   - rows: The rows of M, n of one length.
  init?(diagonal: [Double], offDiagonal: [Double], rows: [[SIMD8<Double>]]) {
    let n = diagonal.count
    precondition(offDiagonal.count == max(n - 1, 0) && rows.count == n)
    guard (diagonal + offDiagonal).allSatisfy(\.isFinite) else { return nil }
    (values, self.rows) = (diagonal, rows)
    var beside = offDiagonal + [0]
    let rounding = 0x1p-53 * maximumMagnitude(diagonal + offDiagonal)
    for first in 0..<n {
      var stepCount = 0
      while true {
        var last = first
        while last < n - 1
          && abs(beside[last])
            > rounding + 0x1p-52 * (abs(values[last]) + abs(values[last + 1]))
        {
          last += 1
        }
        if last == first { break }
        guard stepCount < Self.largestStepCount else { return nil }
        stepCount += 1
        step(&beside, first, last)
      }
    }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    values = order.map { values[$0] }
    self.rows = order.map { self.rows[$0] }
  }

  /// One step on rows `first...last`, shifted by the eigenvalue of the leading two by two that is
  /// nearer to its first entry.
  private mutating func step(_ beside: inout [Double], _ first: Int, _ last: Int) {
    let ratio = (values[first + 1] - values[first]) / (2 * beside[first])
    let root = (1.0).addingProduct(ratio, ratio).squareRoot()
    var bulge =
      values[last] - values[first]
      + beside[first] / (ratio + (ratio < 0 ? -root : root))
    var (cosine, sine, shift) = (1.0, 1.0, 0.0)
    for i in stride(from: last - 1, through: first, by: -1) {
      let (f, b) = (sine * beside[i], cosine * beside[i])
      let length = (f * f).addingProduct(bulge, bulge).squareRoot()
      beside[i + 1] = length
      if length == 0 {
        values[i + 1] -= shift
        beside[last] = 0
        return
      }
      (sine, cosine) = (f / length, bulge / length)
      let lower = values[i + 1] - shift
      let mixed = (2 * (cosine * b)).addingProduct(values[i] - lower, sine)
      shift = sine * mixed
      values[i + 1] = lower + shift
      bulge = (-b).addingProduct(cosine, mixed)
      rotate(i, cosine, sine)
    }
    values[first] -= shift
    beside[first] = bulge
    beside[last] = 0
  }

  /// Rows i and i + 1 become c x − s y and s x + c y.
  private mutating func rotate(_ i: Int, _ cosine: Double, _ sine: Double) {
    for k in rows[i].indices {
      let (x, y) = (rows[i][k], rows[i + 1][k])
      rows[i][k] = (x * cosine).addingProduct(y, -sine)
      rows[i + 1][k] = (y * cosine).addingProduct(x, sine)
    }
  }
}
