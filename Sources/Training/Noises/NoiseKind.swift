/// Where the randomness of a run comes from: what a file of this folder says of it.
///
/// Draws depend on the run's noise seed and on the step alone: runs with equal noise seeds see the
/// same draws, whatever their hyperparameters. See `RandomStream` for the addresses.
protocol NoiseKind: Hashable, Sendable {
  /// The name in a sweep file.
  static var name: String { get }

  /// How it perturbs the targets.
  var labels: LabelLaw { get }
  /// Which samples a step sees.
  var sampling: Sampling { get }
  /// What it adds to the gradient; nil for nothing.
  var gradient: GradientLaw? { get }

  /// Traps on noise that makes no sense in a configuration.
  func checkPreconditions(_ configuration: TrainingConfiguration)
}

extension NoiseKind {
  /// Not at all.
  var labels: LabelLaw { .none }
  /// All.
  var sampling: Sampling { .full }
  /// Nothing.
  var gradient: GradientLaw? { nil }

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

  init(_ kind: some NoiseKind) { self.kind = kind }
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
