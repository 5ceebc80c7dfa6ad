public import Parameters

/// Where the randomness of a run comes from: what a file of this folder says of it.
///
/// Draws depend on the run's noise seed and on the step alone: runs with equal noise seeds see the
/// same draws, whatever their hyperparameters. See `RandomStream` for the addresses.
protocol NoiseKind: Kind {
  /// The number of a run that is its ``LaneParameters/noiseScale``; nil where it has none.
  static var strength: Parameter? { get }

  /// How it perturbs the targets.
  var labels: LabelLaw { get }
  /// Which samples a step sees, where ``TrainingConfiguration/batches`` says nothing.
  var sampling: Sampling { get }
  /// What it adds to the gradient; nil for nothing.
  var gradient: GradientLaw? { get }

  /// Whether θ itself diffuses: √(2ηT) N(0, I) after every step, T the run's
  /// ``LaneParameters/noiseScale``.
  var isDiffusion: Bool { get }

  /// The same noise with the scales of a user's file, σ of each parameter.
  func scaled(by scales: [Double]) -> Self

  /// Traps on noise that makes no sense in a configuration.
  func checkPreconditions(_ configuration: TrainingConfiguration)

  /// What it draws at a step, as Python, or why there is none.
  func python() throws(NoPython) -> PythonNoise
}

extension NoiseKind {
  /// None.
  static var strength: Parameter? { nil }
  /// Not at all.
  var labels: LabelLaw { .none }
  /// All.
  var sampling: Sampling { .full }
  /// Nothing.
  var gradient: GradientLaw? { nil }

  /// It does not.
  var isDiffusion: Bool { false }

  /// It has no scales.
  func scaled(by _: [Double]) -> Self { self }

  /// It has not been written.
  func python() throws(NoPython) -> PythonNoise {
    throw NoPython("the Python of noise '\(Self.name)' has not been written")
  }

  /// Everything makes sense.
  func checkPreconditions(_: TrainingConfiguration) {}
}

/// The law of what is added to the gradient, of mean 0.
enum GradientLaw: Hashable, Sendable {
  /// σ N(0, 1): σ of each parameter, shape `[parameterCount]` and for all runs the same, or nil for the
  /// run's own, the same for all parameters.
  case gaussian(scales: [Double]?)
}

/// Where the randomness of a run comes from, by its kind; δ and σ are the run's
/// ``LaneParameters/noiseScale``.
public struct NoiseSource: Sendable {
  let kind: any NoiseKind

  init(_ kind: any NoiseKind) { self.kind = kind }

  /// The number of a run that says how strong it is; nil where there is none.
  public var strength: Parameter? { type(of: kind).strength }

  /// Whether it perturbs targets.
  public var isOnLabels: Bool { kind.labels != .none }

  /// Whether it is added to the gradient.
  public var isOnGradient: Bool { kind.gradient != nil }

  /// B, the samples that a step draws; nil for all.
  public var batch: Int? { kind.sampling.batch }

  /// The same noise with the scales of a user's file, where there are some and it has any.
  ///
  /// - Parameter scales: σ of each parameter, shape `[parameterCount]`.
  /// - Returns: The noise.
  public func scaled(by scales: [Double]?) -> NoiseSource {
    scales.map { NoiseSource(kind.scaled(by: $0)) } ?? self
  }
}

extension NoiseSource: Hashable, CustomStringConvertible {
  /// Whether they are of one kind with equal settings.
  public static func == (a: NoiseSource, b: NoiseSource) -> Bool {
    AnyHashable(a.kind) == AnyHashable(b.kind)
  }

  /// Hashes the kind.
  public func hash(into hasher: inout Hasher) { kind.hash(into: &hasher) }

  /// The kind with its settings.
  public var description: String { "\(kind)" }
}

extension Feature {
  /// Noise on labels.
  public static let labelNoise = Feature("label noise")
  /// Noise on the gradient.
  public static let gradientNoise = Feature("gradient noise")
}
