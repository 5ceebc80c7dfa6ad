private import Glibc

/// The line log y = log a + p log x through measured points: the exponent p of a power law.
///
/// Least squares, each point weighted by (y/s)², s being the standard error of y, so that log y has
/// variance 1. The standard error of p is 1/√Σ wᵢ (log xᵢ − mean)², times √(χ²/(m − 2)) where the
/// points scatter more about the line than their errors allow.
///
/// - SeeAlso: P. R. Bevington and D. K. Robinson, "Data Reduction and Error Analysis for the
///   Physical Sciences", chapter 6.
public struct PowerLawFit: Hashable, Sendable {
  /// A measured value and its error.
  public struct Point: Hashable, Sendable {
    /// The abscissa, > 0.
    public var x: Double
    /// The value, > 0.
    public var y: Double
    /// The standard error of the value, > 0.
    public var standardError: Double
  }

  /// The exponent p.
  public var exponent: Double
  /// Half the width of its 95 % interval.
  public var halfWidth: Double

  /// Fits points; nil with fewer than three of them, or where one has no logarithm or no error.
  public init?(_ points: [Point]) {
    guard points.count >= 3, Set(points.map(\.x)).count >= 2,
      points.allSatisfy({ $0.x > 0 && $0.y > 0 && $0.standardError > 0 && $0.y.isFinite })
    else { return nil }
    let weights = points.map { $0.y / $0.standardError * ($0.y / $0.standardError) }
    let (xs, ys) = (points.map { log($0.x) }, points.map { log($0.y) })
    let total = weights.reduce(0, +)
    func mean(_ values: [Double]) -> Double {
      zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / total
    }
    let (x, y) = (mean(xs), mean(ys))
    let spread = mean(xs.map { ($0 - x) * ($0 - x) }) * total
    let slope = mean(zip(xs, ys).map { ($0 - x) * ($1 - y) }) * total / spread
    let residuals = zip(xs, ys).map { $1 - y - slope * ($0 - x) }
    let chiSquare = mean(residuals.map { $0 * $0 }) * total
    let excess = max(1, chiSquare / Double(points.count - 2))
    exponent = slope
    halfWidth = 1.959_963_984_540_054 * (excess / spread).squareRoot()
  }
}
