/// The floating-point type a run is computed in.
public enum Precision: String, Hashable, Sendable, CaseIterable {
  /// IEEE single precision, up to 16 lanes at a time.
  case float32
  /// IEEE double precision, up to 8 lanes at a time.
  case float64
}

/// A lane-batch: runs that share everything but their ``LaneParameters``.
public struct TrainingConfiguration: Sendable {
  /// The data.
  public var problem: RegressionProblem
  /// The average of θ that snapshots have beside θ; nil for none.
  public var average: ParameterAverage?
  /// The parametrization; its signal count is the problem's.
  public var model: Model
  /// What is minimized.
  public var loss: Loss
  /// The optimizer.
  public var optimizer: Optimizer
  /// What multiplies the step size.
  public var schedule: Schedule
  /// Whether the gradient of a run with a radius is taken at θ + ρ g / ‖g‖, and not at θ + ρ g.
  public var normalizesAscent: Bool
  /// The type the runs are computed in; data are rounded to it once.
  public var precision: Precision
  /// The randomness of the steps.
  public var noise: NoiseSource
  /// Which samples a step sees; nil for those that the noise asks for.
  public var batches: Sampling?
  /// θ₀, shape `[model.parameterCount]`, the same for all runs.
  public var initialParameters: [Double]
  /// v₀, shape `[model.parameterCount]`, the same for all runs; nil is 0.
  ///
  /// Methods that keep one v for a block of parameters begin at the block's mean; sgd has none.
  public var initialSecondMoment: [Double]?
  /// One element per run, 1...16 of them.
  public var lanes: [LaneParameters]
  /// Number of steps, ≥ 0.
  public var steps: Int
  /// Steps after which to record, strictly increasing in 0...steps; 0 is the initial state.
  public var snapshotSteps: [Int]

  /// A lane-batch; see the properties for shapes and ranges, which
  /// ``train(_:from:recording:shouldContinue:)`` checks.
  public init(
    problem: RegressionProblem, model: Model, loss: Loss = .squared, optimizer: Optimizer,
    schedule: Schedule = .constant, normalizesAscent: Bool = true, precision: Precision,
    noise: NoiseSource, batches: Sampling? = nil, initialParameters: [Double],
    initialSecondMoment: [Double]? = nil, lanes: [LaneParameters], steps: Int, snapshotSteps: [Int]
  ) {
    self.problem = problem
    self.model = model
    self.loss = loss
    self.optimizer = optimizer
    self.schedule = schedule
    self.normalizesAscent = normalizesAscent
    self.precision = precision
    self.noise = noise
    self.batches = batches
    self.initialParameters = initialParameters
    self.initialSecondMoment = initialSecondMoment
    self.lanes = lanes
    self.steps = steps
    self.snapshotSteps = snapshotSteps
  }

  /// Which samples a step sees.
  var sampling: Sampling { batches ?? noise.kind.sampling }

  /// Traps on a configuration that makes no sense.
  func checkPreconditions() {
    precondition(
      model.kind.inputCount == problem.signalCount, "samples are as long as the model takes them")
    precondition(
      initialParameters.count == model.parameterCount, "one initial value for every parameter")
    precondition(
      initialSecondMoment.map { $0.count == model.parameterCount } ?? true,
      "one initial second moment for every parameter")
    precondition((1...16).contains(lanes.count), "a lane-batch holds 1 to 16 runs")
    precondition(steps >= 0, "the number of steps cannot be negative")
    precondition(
      snapshotSteps.allSatisfy { (0...steps).contains($0) }, "snapshots lie in 0...steps")
    precondition(
      zip(snapshotSteps, snapshotSteps.dropFirst()).allSatisfy { $0 < $1 },
      "snapshot steps increase strictly")
    if type(of: loss.kind).targets == .signs {
      precondition(problem.targets.allSatisfy { abs($0) == 1 }, "targets of this loss are ±1")
      precondition(!noise.kind.labels.isAdded, "targets of ±1 cannot be perturbed")
    }
    precondition(
      problem.signProbabilities == nil || loss.takesSigns, "soft labels are those of two classes")
    precondition(
      model.kind.outputCount == problem.outputCount, "a prediction for every class")
    precondition(
      loss.takesClasses == (problem.classes != nil), "targets are what the loss takes")
    if loss.takesClasses {
      precondition(!noise.kind.labels.isAdded, "classes cannot be perturbed")
    }
    precondition(batches == nil || noise.kind.sampling == .full, "a batch is said once")
    sampling.checkPreconditions(sampleCount: problem.sampleCount)
    noise.kind.checkPreconditions(self)
  }
}
