/// Gaussian noise on the full-batch gradient, fresh at every step: gⱼ + σⱼ N(0, 1).
///
/// The noise is part of g for the optimizer: both of its moments see it.
struct GradientNoise: NoiseKind {
  static let name = "gradient"

  /// σ of each parameter, shape `[parameterCount]` and for all runs the same, or nil for the run's own
  /// σ, the same for all parameters.
  let scales: [Double]?

  var gradient: GradientLaw? { .gaussian(scales: scales) }

  func checkPreconditions(_ configuration: TrainingConfiguration) {
    precondition(
      scales.map { $0.count == configuration.model.parameterCount } ?? true,
      "one scale for every parameter")
  }
}

extension NoiseSource {
  /// Gaussian noise on the full-batch gradient, fresh at every step: gⱼ + σⱼ N(0, 1).
  ///
  /// The noise is part of g for the optimizer: both of its moments see it.
  ///
  /// - Parameter scales: σ of each parameter, shape `[parameterCount]` and for all runs the same, or
  ///   nil for the run's own σ, the same for all parameters.
  /// - Returns: The noise.
  public static func gradient(scales: [Double]? = nil) -> NoiseSource {
    NoiseSource(GradientNoise(scales: scales))
  }
}
