/// Median and quartiles of a sample.
///
///     Q(p) = x₍ᵢ₎ + (h − i)(x₍ᵢ₊₁₎ − x₍ᵢ₎),   h = p (n − 1),   i = ⌊h⌋
///
/// with x₍₀₎ ≤ … ≤ x₍ₙ₋₁₎: linear interpolation between order statistics, as in NumPy's default.
///
/// - SeeAlso: R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American
///   Statistician 50 (1996), definition 7.
public struct Quartiles: Hashable, Sendable {
  /// Q(¼).
  public var lower: Double
  /// Q(½).
  public var median: Double
  /// Q(¾).
  public var upper: Double

  init(lower: Double, median: Double, upper: Double) {
    self.lower = lower
    self.median = median
    self.upper = upper
  }

  /// Quartiles of the values that are not NaN; nil where there are none.
  ///
  /// Infinite values count as what they are: a median is infinite when most values are.
  public init?(_ values: some Sequence<Double>) {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return nil }
    lower = Self.quantile(0.25, of: sorted)
    median = Self.quantile(0.5, of: sorted)
    upper = Self.quantile(0.75, of: sorted)
  }

  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let index = Int(place)
    let fraction = place - Double(index)
    // ∞ − ∞ has no value, and beyond the last element there is nothing to add.
    guard fraction > 0, sorted[index] != sorted[index + 1] else { return sorted[index] }
    return sorted[index] + fraction * (sorted[index + 1] - sorted[index])
  }
}
