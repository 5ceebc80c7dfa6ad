public import Parameters

/// Where the randomness of a run comes from: what a file of this folder says of it.
///
/// Draws depend on the run's noise seed and on the step alone: runs with equal noise seeds see the
/// same draws, whatever their hyperparameters. See `RandomStream` for the addresses.
protocol NoiseKind: Kind {
  /// The number of a run that is its ``LaneParameters/noiseScale``; nil where it has none.
  static var strength: Parameter? { get }

  /// Whether it moves θ itself, and not the gradient.
  static var movesParameters: Bool { get }

  /// Why no slow equation follows it, as a message says it after a colon; nil where one does, or where there
  /// is no noise.
  static var unfollowed: String? { get }

  /// How it perturbs the targets.
  var labels: LabelLaw { get }
  /// Which samples a step sees, where ``TrainingConfiguration/batches`` says nothing.
  var sampling: Sampling { get }
  /// What it adds to the gradient; nil for nothing.
  var gradient: GradientLaw? { get }

  /// Whether θ itself diffuses: √(2ηT) N(0, I) after every step, T the run's
  /// ``LaneParameters/noiseScale``.
  var isDiffusion: Bool { get }

  /// The batches whose deviation from the full one is added, times the run's
  /// ``LaneParameters/noiseScale``; nil for none.
  var deviation: Sampling? { get }

  /// The same noise with the scales of a user's file, σ of each parameter.
  func scaled(by scales: [Double]) -> Self

  /// The problem whose loss is the mean of what a step sees.
  ///
  /// - Parameters:
  ///   - problem: The data.
  ///   - strength: The run's ``LaneParameters/noiseScale``.
  /// - Returns: The same, with soft labels where labels are drawn.
  func averaging(_ problem: RegressionProblem, strength: Double) -> RegressionProblem

  /// Traps on noise that makes no sense in a configuration.
  func checkPreconditions(_ configuration: TrainingConfiguration)

  /// What it draws at a step, as Python, or why there is none.
  func python() throws(NoPython) -> PythonNoise
}

extension NoiseKind {
  /// None.
  static var strength: Parameter? { nil }
  /// It moves the gradient.
  static var movesParameters: Bool { false }
  /// Nothing is to be said.
  static var unfollowed: String? { nil }
  /// Not at all.
  var labels: LabelLaw { .none }
  /// All.
  var sampling: Sampling { .full }
  /// Nothing.
  var gradient: GradientLaw? { nil }

  /// It does not.
  var isDiffusion: Bool { false }

  /// There is none.
  var deviation: Sampling? { nil }

  /// The mean loss is that of the data.
  func averaging(_ problem: RegressionProblem, strength _: Double) -> RegressionProblem { problem }

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

  /// Whether it is added to targets.
  public var isOnLabels: Bool { kind.labels.isAdded }

  /// The law of what is added to a target; nil for nothing, and for signs that a test gives.
  public var perturbation: LabelDistribution? {
    switch kind.labels {
    case .rademacher: .rademacher
    case .gaussian: .gaussian
    case .none, .given, .flips, .draws: nil
    }
  }

  /// Whether labels are drawn anew at each step.
  public var drawsLabels: Bool { kind.labels.isDrawn }

  /// The problem whose loss is the mean of what a step sees, with soft labels where labels are drawn.
  ///
  /// - Parameters:
  ///   - problem: The data.
  ///   - strength: The run's ``LaneParameters/noiseScale``.
  /// - Returns: The problem.
  public func averaging(_ problem: RegressionProblem, strength: Double) -> RegressionProblem {
    kind.averaging(problem, strength: strength)
  }

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
