internal import ElementaryFunctions
public import Sweeps
public import Training

/// The parameters of one run with their types: the seam where names in a sweep file meet the
/// numerics.
public struct RunParameters: Hashable, Sendable {
  /// The parametrization and its size.
  public var model: Model
  /// Non-zero entries of the truth w*.
  public var sparsity: Int
  /// Standard deviation s of the initial parameters.
  public var initialScale: Double
  /// Distribution of the design's entries.
  public var design: DesignKind
  /// Samples n.
  public var sampleCount: Int
  /// The optimizer.
  public var optimizer: Optimizer
  /// Whether the targets carry fresh label noise at every step.
  public var hasLabelNoise: Bool
  /// Standard deviation δ of the label noise, δ² = α n for the full batch; NaN without noise.
  public var delta: Double
  /// Noise strength α = δ²/n; NaN without noise.
  public var alpha: Double
  /// Step size η.
  public var stepSize: Double
  /// β₁; NaN for sgd.
  public var beta1: Double
  /// 1 − β₂; NaN for sgd.
  public var oneMinusBeta2: Double
  /// β₂; NaN for sgd.
  public var beta2: Double
  /// λ as set for adam-e; NaN for the others.
  public var exponent: Double
  /// ε; NaN for sgd.
  public var epsilon: Double
  /// Number of optimizer steps.
  public var steps: Int
  /// Seed of design and truth.
  public var dataSeed: UInt64
  /// Seed of the initial parameters.
  public var initSeed: UInt64
  /// Seed of the label noise.
  public var noiseSeed: UInt64
  /// Precision of parameters and moments.
  public var precision: Precision

  /// The parameters at a point of a decoded specification.
  ///
  /// - Precondition: The specification passed its checks, so every required key is there.
  public init(_ point: Point) {
    let dimension = point.integer("model.dimension")
    model = .diagonalNet(dimension: dimension)
    sparsity = point.integer("model.sparsity")
    initialScale = point.real("model.initial_scale")
    design = point.text("data.design") == "sign" ? .sign : .gaussian
    sampleCount = point.integer("data.samples")
    switch point.text("optimizer.kind") {
    case "sgd": optimizer = .sgd
    case "adam": optimizer = .adam
    default: optimizer = .adamE
    }
    hasLabelNoise = point.text("noise.kind") == "label"
    (alpha, delta) = Self.noise(of: point, sampleCount: sampleCount)
    stepSize = point.real("optimizer.step_size")
    beta1 = point["optimizer.beta1"]?.asReal ?? .nan
    (beta2, oneMinusBeta2) = Self.decay(of: point, stepSize: stepSize)
    exponent = point["optimizer.exponent"]?.asReal ?? .nan
    epsilon = point["optimizer.epsilon"]?.asReal ?? .nan
    steps = point.integer("steps")
    let seed = point.seed("seed")
    (dataSeed, initSeed, noiseSeed) = (seed, seed, seed)
    precision = point.text("precision") == "float32" ? .float32 : .float64
  }

  /// λ of the measure tr(Diag(H)^{1−λ}) that the optimizer minimizes: 0 for sgd, ½ for adam.
  public var effectiveExponent: Double {
    switch optimizer {
    case .sgd: 0
    case .adam: 0.5
    case .adamE: exponent
    }
  }

  /// What differs between the lanes of a lane-batch; parameters without meaning become 0.
  var lane: LaneParameters {
    func number(_ value: Double) -> Double { value.isNaN ? 0 : value }
    return LaneParameters(
      stepSize: stepSize, beta1: number(beta1), oneMinusBeta2: number(oneMinusBeta2),
      exponent: number(exponent), epsilon: number(epsilon), noiseScale: number(delta),
      noiseSeed: noiseSeed)
  }

  private static func noise(of point: Point, sampleCount: Int) -> (alpha: Double, delta: Double) {
    let samples = Double(sampleCount)
    if let alpha = point["noise.alpha"]?.asReal { return (alpha, (alpha * samples).squareRoot()) }
    if let delta = point["noise.delta"]?.asReal { return (delta * delta / samples, delta) }
    return (.nan, .nan)
  }

  private static func decay(
    of point: Point, stepSize: Double
  ) -> (beta2: Double, oneMinusBeta2: Double) {
    if let beta2 = point["optimizer.beta2"]?.asReal { return (beta2, 1 - beta2) }
    if let value = point["optimizer.one_minus_beta2"]?.asReal { return (1 - value, value) }
    guard let rate = point["optimizer.one_minus_beta2.rate"]?.asReal,
      let power = point["optimizer.one_minus_beta2.power"]?.asReal
    else { return (.nan, .nan) }
    let value = rate * Elementary.power(stepSize, power)
    return (1 - value, value)
  }
}

extension Point {
  fileprivate func integer(_ path: String) -> Int {
    guard case .integer(let value) = self[path] else {
      preconditionFailure("a checked specification gives \(path)")
    }
    return value
  }

  fileprivate func real(_ path: String) -> Double {
    guard let value = self[path]?.asReal else {
      preconditionFailure("a checked specification gives \(path)")
    }
    return value
  }

  fileprivate func text(_ path: String) -> String {
    guard case .text(let value) = self[path] else {
      preconditionFailure("a checked specification gives \(path)")
    }
    return value
  }

  fileprivate func seed(_ path: String) -> UInt64 {
    guard case .seed(let value) = self[path] else {
      preconditionFailure("a checked specification gives \(path)")
    }
    return value
  }
}
