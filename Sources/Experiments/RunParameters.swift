internal import Parameters
public import Sweeps
public import Training

/// The parameters of one run with their types: the seam where names in a sweep file meet the
/// numerics.
///
/// They are what the run is computed from, and nothing else: two runs of equal parameters are one,
/// see ``RunIdentity``. What a run does not compute with is NaN, also where the sweep gives it.
public struct RunParameters: Hashable, Sendable {
  /// Where design, targets and truth come from.
  public enum Source: Hashable, Sendable {
    /// Drawn from the data seed.
    case generated(design: DesignKind, truth: GeneratedTruth)
    /// A user's file, by the SHA-256 of its content.
    case file(digest: String)
  }

  /// What perturbs a step.
  public enum Noise: Hashable, Sendable {
    /// Nothing.
    case none
    /// Fresh noise of standard deviation δ on the targets of B samples; a batch of nil is all n.
    case label(distribution: LabelDistribution, batch: Int?)
    /// Gaussian noise on the gradient.
    case gradient
  }

  /// What moves the parameters.
  public enum Dynamics: Hashable, Sendable {
    /// The optimizer.
    case training
    /// The theory's ordinary equation under label noise.
    case slowODE
    /// The theory's stochastic equation.
    case slowSDE
  }

  /// The optimizer, or the theory's equations in its place.
  public var dynamics: Dynamics
  /// The parametrization and its size.
  public var model: Model
  /// Standard deviation s of the initial parameters.
  public var initialScale: Double
  /// Design, targets and truth.
  public var source: Source
  /// Samples n.
  public var sampleCount: Int
  /// The optimizer.
  public var optimizer: Optimizer
  /// Whether the optimizer corrects the bias of its moments.
  public var correctsBias: Bool
  /// What perturbs a step.
  public var noise: Noise
  /// Standard deviation δ of the label noise, δ² = α B; NaN without label noise.
  public var delta: Double
  /// Noise strength α = δ²/B, with which the slow equations compute; NaN in training, which goes by δ,
  /// and without label noise.
  public var alpha: Double
  /// Standard deviation σ of the gradient noise; NaN without, or where the file gives it.
  public var gradientNoiseScale: Double
  /// Step size η.
  public var stepSize: Double
  /// β₁; NaN for sgd and rmsprop.
  public var beta1: Double
  /// 1 − β₂; NaN for sgd.
  public var oneMinusBeta2: Double
  /// λ as set for adam-e; NaN for the others.
  public var exponent: Double
  /// ε; NaN for sgd.
  public var epsilon: Double
  /// Number of optimizer steps.
  public var steps: Int
  /// Steps of the stochastic equation; nil elsewhere, and for as many as its drift asks for.
  public var slowSteps: Int?
  /// Seed of design and truth.
  public var dataSeed: UInt64
  /// Seed of the initial parameters.
  public var initSeed: UInt64
  /// Seed of the noise.
  public var noiseSeed: UInt64
  /// Precision of parameters and moments.
  public var precision: Precision

  /// The parameters at a point of a decoded specification.
  ///
  /// - Precondition: The specification passed its checks, so every required key is there.
  public init(_ point: Point) {
    dynamics = Self.dynamics(of: point)
    model = Self.model(of: point)
    initialScale = point.real("model.initial_scale")
    source = Self.source(of: point)
    sampleCount = point.integer("data.samples")
    optimizer = Self.optimizer(of: point)
    correctsBias = point["optimizer.bias_correction"]?.description == "true"
    noise = Self.noise(of: point)
    let labelNoise = Self.labelNoise(of: point)
    delta = labelNoise.delta
    alpha = dynamics == .training ? .nan : labelNoise.alpha
    gradientNoiseScale = point["noise.std"]?.asReal ?? .nan
    stepSize = point.real("optimizer.step_size")
    beta1 = point["optimizer.beta1"]?.asReal ?? .nan
    oneMinusBeta2 = SecondMomentDecay { point[$0] }?.oneMinusBeta2 ?? .nan
    exponent = point["optimizer.exponent"]?.asReal ?? .nan
    epsilon = point["optimizer.epsilon"]?.asReal ?? .nan
    steps = point.steps
    slowSteps =
      dynamics == .slowSDE && noise == .gradient ? point["slow_steps"]?.asInteger : nil
    dataSeed = point.seed("data_seed")
    initSeed = point.seed("init_seed")
    noiseSeed = point.seed("noise_seed")
    precision = point.text("precision") == "float32" ? .float32 : .float64
  }

  /// λ of the measure tr(Diag(H)^{1−λ}) that the optimizer minimizes: 0 for sgd, ½ for adam.
  public var effectiveExponent: Double {
    switch optimizer.exponent {
    case .identity, nil: 0
    case .constant(let constant): constant
    case .ofRun: exponent
    }
  }

  /// B, the samples of a noisy batch; nil without label noise.
  public var batchSize: Int? {
    if case .label(_, let batch) = noise { batch ?? sampleCount } else { nil }
  }

  /// What differs between the lanes of a lane-batch; parameters without meaning become 0.
  var lane: LaneParameters {
    func number(_ value: Double) -> Double { value.isNaN ? 0 : value }
    return LaneParameters(
      stepSize: stepSize, beta1: number(beta1), oneMinusBeta2: number(oneMinusBeta2),
      exponent: number(exponent), epsilon: number(epsilon),
      noiseScale: number(noise == .gradient ? gradientNoiseScale : delta), noiseSeed: noiseSeed)
  }
}

// MARK: From names to types

extension RunParameters {
  private static func dynamics(of point: Point) -> Dynamics {
    switch point.text("dynamics") {
    case "slow-ode": .slowODE
    case "slow-sde": .slowSDE
    default: .training
    }
  }

  private static func model(of point: Point) -> Model {
    let dimension = point.integer("model.dimension")
    guard point.text("model.kind") == "matrix-factorization" else {
      return .diagonalNet(dimension: dimension)
    }
    return .matrixFactorization(
      dimension: dimension, width: point["model.width"]?.asInteger ?? dimension,
      depth: point.integer("model.depth"))
  }

  private static func source(of point: Point) -> Source {
    guard point.text("data.kind") == "generated" else {
      return .file(digest: point.text("data.path"))
    }
    let dimension = point.integer("model.dimension")
    return .generated(
      design: point.text("data.design") == "sign" ? .sign : .gaussian,
      truth: point.text("model.kind") == "matrix-factorization"
        ? .lowRank(dimension: dimension, rank: point.integer("model.rank"))
        : .sparse(dimension: dimension, sparsity: point.integer("model.sparsity")))
  }

  private static func optimizer(of point: Point) -> Optimizer {
    switch point.text("optimizer.kind") {
    case "sgd": .sgd
    case "rmsprop": .rmsprop
    case "adam": .adam
    case "adam-e": .adamE
    case "adam-mini": .adamMini(blockSize: point["optimizer.block_size"]?.asInteger)
    default: .adalayer
    }
  }

  private static func noise(of point: Point) -> Noise {
    switch point.text("noise.kind") {
    case "label":
      .label(
        distribution: point.text("noise.distribution") == "gaussian" ? .gaussian : .rademacher,
        batch: point["noise.batch"]?.asInteger)
    case "gradient": .gradient
    default: .none
    }
  }

  /// α and δ of the label noise; NaN without.
  static func labelNoise(of point: Point) -> (alpha: Double, delta: Double) {
    let batch = Double(point["noise.batch"]?.asInteger ?? point.integer("data.samples"))
    if let alpha = point["noise.alpha"]?.asReal { return (alpha, (alpha * batch).squareRoot()) }
    if let delta = point["noise.delta"]?.asReal { return (delta * delta / batch, delta) }
    return (.nan, .nan)
  }
}

/// Values that a checked specification gives.
extension Point {
  func integer(_ path: String) -> Int {
    guard let value = self[path]?.asInteger else {
      preconditionFailure("a checked specification gives \(path)")
    }
    return value
  }

  func real(_ path: String) -> Double {
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

  /// A seed of its own, or the sweep's; 0 where neither is given, because it has no effect: data
  /// from a file need none.
  func seed(_ path: String) -> UInt64 {
    if case .seed(let value) = self[path] ?? self["seed"] { value } else { 0 }
  }
}
