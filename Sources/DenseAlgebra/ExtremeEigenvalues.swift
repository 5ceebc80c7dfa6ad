/// The largest and the smallest eigenvalue other than 0 of a symmetric positive semidefinite matrix of
/// which only products with vectors are known.
///
/// Lanczos' method with full reorthogonalization, twice in every step. The start is multiplied by the
/// matrix first, so that what is in its null space plays no part. An eigenvalue counts as reached where
/// the residual ρ of its Ritz vector says so: its error is at most ρ, and ρ²/γ if γ is the distance to
/// the next Ritz value. Directions that the start has nothing of are not seen.
///
/// Source: B. N. Parlett, "The Symmetric Eigenvalue Problem", chapters 11 and 13.
public struct ExtremeEigenvalues: Sendable, Hashable {
  /// How good an eigenvalue is.
  public enum Status: Sendable, Hashable {
    /// Its error is below the tolerance.
    case converged
    /// The steps were too few; the value is the last estimate, from inside the spectrum.
    case notReached
  }

  /// An eigenvalue and how good it is.
  public struct Estimate: Sendable, Hashable {
    /// λ; NaN where the matrix gave something that is not finite.
    public let value: Double
    /// How good it is.
    public let status: Status
  }

  /// The largest eigenvalue; 0 for a matrix of zeros.
  public let largest: Estimate
  /// The smallest eigenvalue above 2⁻⁴⁸ of the largest; 0 for a matrix of zeros.
  public let smallest: Estimate
  /// Products with the matrix that were taken.
  public let productCount: Int

  /// What counts as 0, relative to the largest.
  private static let rounding = 0x1p-48

  /// The eigenvalues.
  ///
  /// - Parameters:
  ///   - start: Where to start, shape `[n]`: some vector that has a part of every eigenvector.
  ///   - tolerance: The largest error of an eigenvalue, relative to it.
  ///   - productLimit: The most products with the matrix.
  ///   - seeksSmallest: Whether it goes on until the smallest one is reached, too, which may take long.
  ///   - product: A x, shape `[n]`, for x of shape `[n]`.
  /// - Complexity: 4 n k² multiply-adds for k products, and 8 n k bytes.
  public init(
    from start: [Double], tolerance: Double = 1e-8, productLimit: Int = 400,
    seeksSmallest: Bool = true, of product: (_ x: [Double]) -> [Double]
  ) {
    let limit = min(productLimit, start.count + 1)
    var next = lanes(of: product(start))
    var norm = dot(next, next).squareRoot()
    var count = 1
    var basis: [[SIMD8<Double>]] = []
    var (diagonal, offDiagonal): ([Double], [Double]) = ([], [])
    var pairs: (largest: Estimate, smallest: Estimate)?
    while norm > 0 && norm.isFinite && count < limit {
      let vector = next.map { $0 / norm }
      basis.append(vector)
      next = lanes(of: product(numbers(of: vector, count: start.count)))
      count += 1
      diagonal.append(dot(vector, next))
      for _ in 0..<2 { for v in basis { add(-dot(v, next), v, to: &next) } }
      norm = dot(next, next).squareRoot()
      let size = (diagonal + offDiagonal).max() ?? 0
      if norm <= 0x1p-50 * size { norm = 0 }
      // The eigenvalues of T cost more than a step: not every time.
      if norm == 0 || count == limit || count % 4 == 0 {
        pairs = Self.estimates(diagonal, offDiagonal, norm, tolerance)
        let isSmallestReached = !seeksSmallest || pairs?.smallest.status == .converged
        if norm == 0 || pairs?.largest.status == .converged && isSmallestReached { break }
      }
      offDiagonal.append(norm)
    }
    productCount = count
    let value = norm.isFinite ? 0 : Double.nan
    let none = Estimate(value: value, status: norm == 0 ? .converged : .notReached)
    (largest, smallest) = norm.isFinite ? pairs ?? (none, none) : (none, none)
  }

  /// The extreme Ritz values of T, nil if it has none.
  private static func estimates(
    _ diagonal: [Double], _ offDiagonal: [Double], _ norm: Double, _ tolerance: Double
  ) -> (largest: Estimate, smallest: Estimate)? {
    let count = diagonal.count
    // The last entries of the eigenvectors are what residuals are made of.
    let last = (0..<count).map { [SIMD8(repeating: $0 == count - 1 ? 1.0 : 0)] }
    guard
      let pairs = TridiagonalEigenpairs(diagonal: diagonal, offDiagonal: offDiagonal, rows: last),
      let top = pairs.values.last
    else { return nil }
    func estimate(_ l: Int) -> Estimate {
      let value = pairs.values[l]
      let residual = norm * abs(pairs.rows[l][0][0])
      let gap = [l - 1, l + 1].filter(pairs.values.indices.contains)
        .reduce(Double.infinity) { min($0, abs(pairs.values[$1] - value)) }
      let error = gap > residual ? min(residual, residual * (residual / gap)) : residual
      return Estimate(
        value: value, status: error <= tolerance * value ? .converged : .notReached)
    }
    let first = pairs.values.firstIndex { $0 > rounding * top } ?? count - 1
    return (estimate(count - 1), estimate(first))
  }
}
