public import Parameters

/// Gaussian noise on the full-batch gradient, fresh at every step: gⱼ + σⱼ N(0, 1).
///
/// The noise is part of g for the optimizer: both of its moments see it.
struct GradientNoise: NoiseKind {
  static let name = "gradient"
  static let parameters: [Parameter] = [.std]
  static let features: Set<Feature> = [.gradientNoise]
  static let strength: Parameter? = .std

  /// σ of each parameter, shape `[parameterCount]` and for all runs the same, or nil for the run's own
  /// σ, the same for all parameters.
  let scales: [Double]?

  init(scales: [Double]?) { self.scales = scales }

  init(_: borrowing Values) { scales = nil }

  var gradient: GradientLaw? { .gaussian(scales: scales) }

  func scaled(by scales: [Double]) -> GradientNoise { GradientNoise(scales: scales) }

  func checkPreconditions(_ configuration: TrainingConfiguration) {
    precondition(
      scales.map { $0.count == configuration.model.parameterCount } ?? true,
      "one scale for every parameter")
  }

  func python() -> PythonNoise {
    PythonNoise(gradient: "std * normals(noise_seed, GRADIENT_NOISE, k, P)")
  }

  static let derived = [
    Derived(of: .std, "noise_std").with {
      let (path, kind) = (Parameter.std.path(in: Block.noise), Block.kind(of: Block.noise))
      $0.place = 22
      $0.otherwise = "0; −1 where a file gives it for each parameter"
      $0.mayFollow = true
      $0.follows = [path, kind]
      $0.owner = path
      $0.missing = .real(-1)
      $0.needs = [path]
      // A file with the data may give one for each parameter.
      $0.label = { value in value(path) ?? .real(value(kind) == .text(name) ? -1 : 0) }
    }
  ]
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

extension Parameter {
  /// σ of noise on the gradient.
  public static let std = Parameter(
    "std", .real(.nonNegative), .varying, longName: "gradient noise σ", symbol: "σ", role: .tuned,
    scale: .logarithmic
  ).with {
    $0.synonyms = ["sigma"]
    $0.mayFollow = true
    $0.dataset = "noise_std"
    $0.column = nil
  }
}
