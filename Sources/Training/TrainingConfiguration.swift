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
  /// The parametrization; its signal count is the problem's.
  public var model: Model
  /// The optimizer.
  public var optimizer: Optimizer
  /// The type the runs are computed in; data are rounded to it once.
  public var precision: Precision
  /// Perturbations of the targets.
  public var noise: NoiseSource
  /// θ₀, shape `[model.parameterCount]`, the same for all runs.
  public var initialParameters: [Double]
  /// One element per run, 1...16 of them.
  public var lanes: [LaneParameters]
  /// Number of steps, ≥ 0.
  public var steps: Int
  /// Steps after which to record, strictly increasing in 0...steps; 0 is the initial state.
  public var snapshotSteps: [Int]

  /// A lane-batch; see the properties for shapes and ranges, which ``train(_:recording:shouldContinue:)``
  /// checks.
  public init(
    problem: RegressionProblem, model: Model, optimizer: Optimizer, precision: Precision,
    noise: NoiseSource, initialParameters: [Double], lanes: [LaneParameters], steps: Int,
    snapshotSteps: [Int]
  ) {
    self.problem = problem
    self.model = model
    self.optimizer = optimizer
    self.precision = precision
    self.noise = noise
    self.initialParameters = initialParameters
    self.lanes = lanes
    self.steps = steps
    self.snapshotSteps = snapshotSteps
  }

  /// Traps on a configuration that makes no sense.
  func checkPreconditions() {
    precondition(
      model.signalCount == problem.signalCount, "the model's signal has the problem's length")
    precondition(
      initialParameters.count == model.parameterCount, "one initial value for every parameter")
    precondition((1...16).contains(lanes.count), "a lane-batch holds 1 to 16 runs")
    precondition(steps >= 0, "the number of steps cannot be negative")
    precondition(
      snapshotSteps.allSatisfy { (0...steps).contains($0) }, "snapshots lie in 0...steps")
    precondition(
      zip(snapshotSteps, snapshotSteps.dropFirst()).allSatisfy { $0 < $1 },
      "snapshot steps increase strictly")
    if case .given(let signs) = noise {
      precondition(signs.count >= steps, "given noise needs signs for every step")
      precondition(
        signs.allSatisfy { $0.count == problem.sampleCount && $0.allSatisfy { abs($0) == 1 } },
        "given noise needs a sign of ±1 for every sample")
    }
  }
}
