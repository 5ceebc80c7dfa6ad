public import Parameters

/// θ ← θ + √(2 η_k T) N(0, I) after every step: the Euler–Maruyama scheme of Langevin's equation
/// dθ = −∇L dt + √(2T) dW, with t = Σ η_k, where the optimizer is sgd.
///
/// The draws are those of ``GradientNoise``: normal j of the step is parameter j's. The product is taken
/// in double precision, rounded to the lanes and added. Where the step size of a block is multiplied by s,
/// so is η_k here: the noise is √s √(2 η_k T) N(0, I).
///
/// Source: M. Welling, Y. W. Teh, "Bayesian Learning via Stochastic Gradient Langevin Dynamics", ICML
/// 2011, equation 3 with ε = 2η, and temperature T.
struct LangevinNoise: NoiseKind {
  static let name = "langevin"
  static let parameters: [Parameter] = [.temperature]
  static let strength: Parameter? = .temperature
  static let movesParameters = true
  static let unfollowed: String? = "it moves θ itself, off the manifold too"
  static let since = 3

  init() {}

  init(_: borrowing Values) {}

  var isDiffusion: Bool { true }

  func python() -> PythonNoise {
    PythonNoise(
      parameters: "np.sqrt(2 * eta * temperature) * normals(noise_seed, GRADIENT_NOISE, k, P)")
  }
}

extension NoiseSource {
  /// θ ← θ + √(2 η_k T) N(0, I) after every step, T being the run's
  /// ``LaneParameters/noiseScale``.
  public static let langevin = NoiseSource(LangevinNoise())
}

extension Parameter {
  /// T of Langevin noise.
  public static let temperature = Parameter(
    "temperature", .real(.nonNegative), .varying, longName: "temperature T of Langevin noise",
    symbol: "temperature", role: .tuned, scale: .logarithmic, isRequired: true
  ).with {
    $0.mayFollow = true
    $0.since = 3
  }
}

/// √(2 η_k T) of each run of a lane-batch, in double precision.
struct DiffusionScale {
  private let stepSizes: StepSizes
  private let temperatures: SIMD16<Double>

  init(_ configuration: TrainingConfiguration) {
    stepSizes = configuration.stepSizes
    temperatures = SIMD16(lanes: configuration.lanes.map(\.noiseScale))
  }

  func callAsFunction(_ step: Int) -> SIMD16<Double> {
    (2 * (stepSizes(step) * temperatures)).squareRoot()
  }
}
