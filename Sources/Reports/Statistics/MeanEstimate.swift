/// The mean of a sample and its standard error.
struct MeanEstimate: Hashable {
  /// x̄.
  let mean: Double
  /// √(Σ(x − x̄)²/(n − 1)/n); 0 for a single value.
  let standardError: Double

  /// The estimate from values; nil where there is none, or one that is not finite.
  init?(_ values: [Double]) {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardError = values.count < 2 ? 0 : (squares / (count - 1) / count).squareRoot()
  }
}
