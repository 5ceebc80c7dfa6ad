internal import Parameters
public import Sweeps
internal import Theory
public import Training

/// One run: its kinds, made from the values at its point of the grid, and those that may differ from
/// lane to lane.
///
/// It is computed from what was read, and nothing else: two runs that read the same are one, see
/// ``RunIdentity``. A number that a run does not have is NaN.
public struct Run: Sendable {
  /// What moves the parameters.
  public enum Dynamics: String, Hashable, Sendable, CaseIterable {
    /// The optimizer.
    case training
    /// The theory's ordinary equation under label noise.
    case slowODE = "slow-ode"
    /// The theory's stochastic equation.
    case slowSDE = "slow-sde"
    /// θ̇ = −∇L at t = kη.
    case gradientFlow = "gradient-flow"

    /// Whether it is one of the theory's slow equations.
    var isSlow: Bool { self == .slowODE || self == .slowSDE }
  }

  /// The optimizer, or the theory's equations in its place.
  public let dynamics: Dynamics
  /// The parametrization and its size.
  public private(set) var model: Model
  /// Design and targets.
  public let data: DataSource
  /// The truth that data are drawn of; nil for those of a file.
  public let truth: GeneratedTruth?
  /// What is minimized.
  public let loss: Loss
  /// The optimizer.
  public let optimizer: Optimizer
  /// What multiplies the step size.
  public let schedule: Schedule
  /// Whether SAM's radius, where there is one, is divided by the norm of the gradient.
  public let normalizesAscent: Bool
  /// What perturbs a step.
  public let noise: NoiseSource
  /// Which samples a step sees; nil for all, or for what the noise says.
  public let batches: Sampling?
  /// λ of the measure tr(Diag(H)^{1−λ}) that the optimizer minimizes: 0 for sgd, ½ for adam; NaN where
  /// there is none.
  public let effectiveExponent: Double
  /// Number of optimizer steps.
  public let steps: Int
  /// Steps of the stochastic equation; nil elsewhere, and for as many as its drift asks for.
  public let slowSteps: Int?
  /// The largest error of a step of the gradient flow, relative to max|θ|; nil elsewhere.
  public let flowTolerance: Double?
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
    let modelEntry = Self.entry(Registry.models, Block.model, values)
    model = Self.made(modelEntry, values.of(Block.model))
    let dataEntry = Self.entry(Registry.data, Block.data, values)
    data = Self.made(dataEntry, values.of(Block.data))
    let hasDrawnTruth = dataEntry.kind.features.contains(.drawnTruth)
    truth = hasDrawnTruth ? modelEntry.truth(values.of(Block.model)) : nil
    dataSeed = hasDrawnTruth ? values.seed(.dataSeed) : 0
    loss = Self.made(Self.entry(Registry.losses, Block.loss, values), values.of(Block.loss))
    let noiseEntry = Self.entry(Registry.noises, Block.noise, values)
    noise = Self.made(noiseEntry, values.of(Block.noise))
    batches = BatchKeys(values.of(Block.batches)).sampling
    let optimizerEntry = Self.entry(Registry.optimizers, Block.optimizer, values)
    optimizer = Self.made(optimizerEntry, values.of(Block.optimizer))
    schedule = Self.made(
      Self.entry(Registry.schedules, Block.schedule, values), values.of(Block.schedule))
    let ascent = values.of(Block.ascent)
    _ = ascent.value(.ascentRadius)
    normalizesAscent = ascent.flag(.normalizesAscent)
    steps = values.integer(.steps)
    slowSteps = values.integer(ifGiven: .slowSteps)
    flowTolerance = dynamics == .gradientFlow ? values.real(.flowTolerance) : nil
    initSeed = values.seed(.initSeed)
    noiseSeed = values.seed(.noiseSeed)
    precision = values.text(.precision) == "float32" ? .float32 : .float64
    // What may differ from lane to lane.
    for (kind, block) in [
      (noiseEntry.kind, Block.noise), (optimizerEntry.kind, Block.optimizer),
    ] {
      let values = values.of(block)
      for parameter in kind.parameters + (block == Block.optimizer ? [.clip] : [])
      where parameter.binding == .varying && parameter.isComputedWith {
        _ = values.value(parameter)
      }
    }
    // Training goes by δ alone.
    if dynamics.isSlow { _ = values.of(Block.noise).value(.alpha) }
    let exponent = optimizer.exponent.value(ofRun: values.of(Block.optimizer).real(.lambda))
    // Where blocks have step sizes of their own another measure is minimized.
    effectiveExponent = model.hasStepFactors ? .nan : exponent
    self.values = values.read
  }

  /// The run with what its data say of its model: the blocks that are not trained.
  func on(_ problem: Problem) -> Run {
    if problem.fixedBlocks.isEmpty { return self }
    var run = self
    run.model = model.fixing(problem.fixedBlocks)
    return run
  }

  /// The entry that a block names.
  private static func entry<Part>(
    _ entries: [Entry<Part>], _ block: String, _ values: borrowing Values
  ) -> Entry<Part> {
    let family = Language.families.first { $0.block == block }
    let word = (family?.key).map { Value.text(values.of(block).text($0)) }
    guard let entry = entries.entry(named: word) else {
      preconditionFailure("a checked specification has a kind of \(block)")
    }
    return entry
  }

  private static func made<Part>(_ entry: Entry<Part>, _ values: borrowing Values) -> Part {
    do {
      return try entry.make(values)
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
  /// e, how far a step goes for good: η times the optimizer's gain.
  public var effectiveStep: Double { stepSize * optimizer.gain { values[$0] } }
  /// β₁; NaN for sgd and rmsprop.
  public var beta1: Double { number(.beta1, Block.optimizer) }
  /// 1 − β₂; NaN for sgd.
  public var oneMinusBeta2: Double { number(.oneMinusBeta2, Block.optimizer) }
  /// λ as set for adam-e; NaN for the others.
  public var exponent: Double { number(.lambda, Block.optimizer) }
  /// ε; NaN for sgd.
  public var epsilon: Double { number(.epsilon, Block.optimizer) }
  /// Whether v is a sum of squares, and not an average.
  var accumulates: Bool {
    if case .accumulated = optimizer.exponent { true } else { false }
  }
  /// v at the start of such a sum; NaN elsewhere.
  var initialAccumulator: Double { number(.initialAccumulator, Block.optimizer) }
  /// λ of weight decay; 0 for an optimizer without.
  var weightDecay: Double {
    values[Parameter.weightDecay.path(in: Block.optimizer)]?.asReal ?? 0
  }
  /// ρ of SAM; 0 without.
  var ascentRadius: Double { values[Parameter.ascentRadius.path(in: Block.ascent)]?.asReal ?? 0 }
  /// Standard deviation δ of the label noise, δ² = α B; NaN without label noise.
  public var delta: Double { number(.delta, Block.noise) }
  /// Noise strength α = δ²/B, with which the slow equations compute; NaN in training, which goes by δ,
  /// and without label noise.
  public var alpha: Double { number(.alpha, Block.noise) }
  /// α of the slow equations: δ²/B, and 1/B where labels are drawn.
  var slowAlpha: Double {
    noise.drawsLabels ? 1 / Double(noise.batch ?? batches?.batch ?? sampleCount) : alpha
  }
  /// Standard deviation σ of the gradient noise; NaN without, or where the file gives it.
  public var gradientNoiseScale: Double { number(.std, Block.noise) }

  /// B, the samples of a noisy batch; nil without label noise.
  public var batchSize: Int? {
    noise.isOnLabels ? noise.batch ?? batches?.batch ?? sampleCount : nil
  }

  /// The blocks of the teacher that targets are made with; empty for none.
  var teacherBlocks: [(name: String, shape: [Int], values: [Double])] {
    (try? truth?.teacherBlocks(outputs: data.outputCount, seed: dataSeed)) ?? []
  }

  /// Samples n.
  public var sampleCount: Int { data.sampleCount }

  /// What differs between the lanes of a lane-batch; parameters without meaning become 0.
  var lane: LaneParameters {
    var lane = LaneParameters.withoutMeaning
    for parameter in optimizer.parameters where parameter.binding == .varying {
      let number = number(parameter, Block.optimizer)
      if !number.isNaN { lane[parameter.key] = number }
    }
    // Those of a formula, by their names.
    let constants = Parameter.optimizerConstants.path(in: Block.optimizer) + "."
    for (path, value) in values where path.hasPrefix(constants) {
      lane[String(path.dropFirst(Block.optimizer.count + 1))] = value.asReal ?? .nan
    }
    let clip = number(.clip, Block.optimizer)
    if !clip.isNaN { lane[LaneParameters.Name.clip] = clip }
    lane[LaneParameters.Name.ascentRadius] = number(.ascentRadius, Block.ascent)
    lane.noiseScale = noiseStrength
    lane.noiseSeed = noiseSeed
    return lane
  }

  /// S(v), where the sweep file writes it; nil elsewhere.
  var preconditioner: WrittenPreconditioner? { optimizer.preconditioner(of: lane) }

  /// What multiplies ∇³L where the slow equations rest, for `stationarity`; nil where it is not known.
  var restWeights: RestWeights? {
    if model.hasStepFactors { return nil }
    guard let preconditioner else { return RestWeights(exponent: effectiveExponent) }
    guard noise.isOnLabels, let batchSize, delta > 0 else { return nil }
    return RestWeights(
      preconditioner, sharing: optimizer.sharing(in: model.layout),
      alpha: delta * delta / Double(batchSize))
  }

  /// The number that says how strong the noise is: δ, σ, T, p or s; 0 where the run has none.
  var noiseStrength: Double {
    let strength = noise.strength.map { number($0, Block.noise) } ?? 0
    return strength.isNaN ? 0 : strength
  }
}
