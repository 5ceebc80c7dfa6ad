internal import Parameters
public import Sweeps
public import Training

/// One run: its kinds, made from the values at its point of the grid, and those that may differ from
/// lane to lane.
///
/// It is computed from what was read, and nothing else: two runs that read the same are one, see
/// ``RunIdentity``. A number that a run does not have is NaN.
public struct Run: Sendable {
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
  public enum Dynamics: String, Hashable, Sendable, CaseIterable {
    /// The optimizer.
    case training
    /// The theory's ordinary equation under label noise.
    case slowODE = "slow-ode"
    /// The theory's stochastic equation.
    case slowSDE = "slow-sde"
  }

  /// The optimizer, or the theory's equations in its place.
  public let dynamics: Dynamics
  /// The parametrization and its size.
  public let model: Model
  /// Standard deviation s of the initial parameters.
  public let initialScale: Double
  /// Design, targets and truth.
  public let source: Source
  /// Samples n.
  public let sampleCount: Int
  /// The optimizer.
  public let optimizer: Optimizer
  /// Whether the optimizer corrects the bias of its moments.
  public let correctsBias: Bool
  /// What perturbs a step.
  public let noise: Noise
  /// λ of the measure tr(Diag(H)^{1−λ}) that the optimizer minimizes: 0 for sgd, ½ for adam.
  public let effectiveExponent: Double
  /// Number of optimizer steps.
  public let steps: Int
  /// Steps of the stochastic equation; nil elsewhere, and for as many as its drift asks for.
  public let slowSteps: Int?
  /// Seed of design and truth; 0 where it has no effect.
  public let dataSeed: UInt64
  /// Seed of the initial parameters.
  public let initSeed: UInt64
  /// Seed of the noise.
  public let noiseSeed: UInt64
  /// Precision of parameters and moments.
  public let precision: Precision
  /// What was read, by path.
  let values: [String: Value]

  /// The run at a point of a decoded specification.
  ///
  /// - Precondition: The specification passed its checks, so every required key is there.
  public init(_ point: Point) {
    let values = Values(Resolution { point[$0] }.lookup)
    guard let dynamics = Dynamics(rawValue: values.text(.dynamics)) else {
      preconditionFailure("a checked specification has dynamics that are known")
    }
    self.dynamics = dynamics
    let modelKind = Self.kind(Registry.models, Block.model, values)
    let model: any ModelKind = Self.made { () throws(KindError) in
      try modelKind.init(values.of(Block.model))
    }
    (self.model, initialScale) = (model.model, model.initialScale)
    let dataKind = Self.kind(Registry.data, Block.data, values)
    let data: any DataKind = Self.made { () throws(KindError) in
      try dataKind.init(values.of(Block.data))
    }
    sampleCount = data.sampleCount
    let ofModel = values.of(Block.model)
    source = data.source { modelKind.truth(ofModel) }
    let hasDrawnTruth = dataKind.features.contains(.drawnTruth)
    dataSeed = hasDrawnTruth ? values.seed(.dataSeed) : 0
    let noiseKind = Self.kind(Registry.noises, Block.noise, values)
    let noise: any NoiseKind = Self.made { () throws(KindError) in
      try noiseKind.init(values.of(Block.noise))
    }
    self.noise = noise.noise
    let optimizerKind = Self.kind(Registry.optimizers, Block.optimizer, values)
    let optimizer: any OptimizerKind = Self.made { () throws(KindError) in
      try optimizerKind.init(values.of(Block.optimizer))
    }
    (self.optimizer, correctsBias) = (optimizer.optimizer, optimizer.correctsBias)
    steps = values.integer(.steps)
    slowSteps = values.integer(ifGiven: .slowSteps)
    initSeed = values.seed(.initSeed)
    noiseSeed = values.seed(.noiseSeed)
    precision = values.text(.precision) == "float32" ? .float32 : .float64
    // What may differ from lane to lane.
    for (kind, block) in [(noiseKind, Block.noise), (optimizerKind, Block.optimizer)]
      as [(any Kind.Type, String)]
    {
      let values = values.of(block)
      for parameter in kind.parameters
      where parameter.binding == .varying && parameter.isComputedWith {
        _ = values.value(parameter)
      }
    }
    // Training goes by δ alone.
    if dynamics != .training { _ = values.of(Block.noise).value(LabelNoise.alpha) }
    let lambda = values.of(Block.optimizer).real(ifGiven: AdamE.lambda)
    effectiveExponent = optimizerKind.exponent ?? lambda ?? .nan
    self.values = values.read
  }

  /// The kind that a block names.
  private static func kind<K>(_ kinds: [K], _ block: String, _ values: borrowing Values) -> K {
    let family = Registry.families.first { $0.block == block }
    let word = (family?.key).map { values.of(block).text($0) }
    guard let index = family?.kinds.firstIndex(where: { $0.name == word }) else {
      preconditionFailure("a checked specification has a kind of \(block)")
    }
    return kinds[index]
  }

  private static func made<Part>(_ make: () throws(KindError) -> Part) -> Part {
    do {
      return try make()
    } catch {
      preconditionFailure("a checked specification has kinds that can be made: \(error.message)")
    }
  }

  // MARK: Numbers of a lane

  /// A number that may differ from lane to lane; NaN where the run has none.
  private func number(_ parameter: Parameter, _ block: String) -> Double {
    values[parameter.path(in: block)]?.asReal ?? .nan
  }

  /// Step size η.
  public var stepSize: Double { number(.stepSize, Block.optimizer) }
  /// β₁; NaN for sgd and rmsprop.
  public var beta1: Double { number(.beta1, Block.optimizer) }
  /// 1 − β₂; NaN for sgd.
  public var oneMinusBeta2: Double { number(.oneMinusBeta2, Block.optimizer) }
  /// λ as set for adam-e; NaN for the others.
  public var exponent: Double { number(AdamE.lambda, Block.optimizer) }
  /// ε; NaN for sgd.
  public var epsilon: Double { number(.epsilon, Block.optimizer) }
  /// Standard deviation δ of the label noise, δ² = α B; NaN without label noise.
  public var delta: Double { number(LabelNoise.delta, Block.noise) }
  /// Noise strength α = δ²/B, with which the slow equations compute; NaN in training, which goes by δ,
  /// and without label noise.
  public var alpha: Double { number(LabelNoise.alpha, Block.noise) }
  /// Standard deviation σ of the gradient noise; NaN without, or where the file gives it.
  public var gradientNoiseScale: Double { number(GradientNoise.std, Block.noise) }

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
