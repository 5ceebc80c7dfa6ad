public import Shards
public import Sweeps
internal import Training

/// Computes lane-batches of one sweep and turns what they do into records.
///
/// A value keeps the last problem, which neighbouring lane-batches mostly share.
public struct LaneBatchExperiment {
  private let grid: Grid
  private let shape: RecordShape
  private var problems: ProblemStore

  /// Experiments of the sweep that `grid` expands.
  ///
  /// - Parameters:
  ///   - grid: The runs.
  ///   - problemPath: The path of a user's problem by the digest of its content.
  public init(grid: Grid, problemPath: @escaping (_ digest: String) -> String) {
    self.grid = grid
    shape = RecordShape(grid.specification)
    problems = ProblemStore(path: problemPath)
  }

  /// Computes one lane-batch.
  ///
  /// - Parameters:
  ///   - runs: The runs of one lane-batch, as ``Sweeps/Grid/runs(ofLaneBatch:)`` gives them.
  ///   - shouldContinue: Called every few milliseconds with the number of finished steps; false
  ///     abandons the lane-batch.
  /// - Returns: The records of the runs, or nil when it was abandoned.
  /// - Throws: ``ProblemFileError`` where a user's problem cannot be read.
  public mutating func records(
    ofRuns runs: Range<Int>, shouldContinue: (_ stepsDone: Int) -> Bool
  ) throws(ProblemFileError) -> RecordBlock? {
    let lanes = runs.map { RunParameters(grid[$0]) }
    guard let first = lanes.first else { preconditionFailure("a lane-batch has runs") }
    let plan = grid.specification.record
    let snapshotSteps = plan.snapshotSteps(horizon: first.steps, stepSize: first.stepSize)
    let problem = try problems.problem(of: first)
    let recorder = Recorder(plan: plan, shape: shape, problem: problem.data, steps: snapshotSteps)
    var block = RecordBlock(runs: runs, shape: shape)

    if first.dynamics != .training {
      for (index, (run, parameters)) in zip(runs, lanes).enumerated() {
        let slowRun = SlowRun(parameters: parameters, problem: problem, recorder: recorder)
        let isDone = slowRun.record(run: run, in: &block) {
          shouldContinue(first.steps * index / lanes.count)
        }
        guard isDone else { return nil }
      }
      return block
    }

    let indices = Dictionary(
      uniqueKeysWithValues: snapshotSteps.enumerated().map { ($0.element, $0.offset) })
    let statuses = train(
      TrainingConfiguration(lanes, problem: problem, snapshotSteps: snapshotSteps),
      recording: { snapshot in
        guard let index = indices[snapshot.step] else { return }
        recorder.record(
          theta: snapshot.theta, secondMoment: snapshot.secondMoment, snapshot: index,
          of: lanes[snapshot.lane], run: runs.lowerBound + snapshot.lane, in: &block)
      },
      shouldContinue: shouldContinue)
    guard let statuses else { return nil }
    for (run, status) in zip(runs, statuses) {
      switch status {
      case .completed: block.setState(.ok, ofRun: run)
      case .diverged(let step): block.setState(.diverged, divergedAtStep: step, ofRun: run)
      }
    }
    return block
  }
}

extension TrainingConfiguration {
  /// The lane-batch of runs that share all but what a lane may vary.
  init(_ runs: [RunParameters], problem: Problem, snapshotSteps: [Int]) {
    let first = runs[0]
    let noise: NoiseSource =
      switch first.noise {
      case .none: .none
      case .label(let distribution, let batch): .label(distribution: distribution, batch: batch)
      case .gradient: .gradient(scales: problem.noiseScales)
      }
    self.init(
      problem: problem.data, model: first.model, optimizer: first.optimizer,
      precision: first.precision, correctsBias: first.correctsBias, noise: noise,
      initialParameters: problem.initialParameters
        ?? first.model.initialParameters(scale: first.initialScale, seed: first.initSeed),
      lanes: runs.map(\.lane), steps: first.steps, snapshotSteps: snapshotSteps)
  }
}
