/// Mean and variance of some numbers.
struct Sample {
  let mean: Double
  /// With n − 1.
  let variance: Double
  /// Of the mean.
  let standardError: Double

  init(_ values: [Double]) {
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    standardError = (variance / Double(values.count)).squareRoot()
  }
}
