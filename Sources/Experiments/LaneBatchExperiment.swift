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
    let configuration = TrainingConfiguration(
      lanes, problem: problem, snapshotSteps: snapshotSteps)

    var block = RecordBlock(runs: runs, shape: shape)
    let indices = Dictionary(
      uniqueKeysWithValues: snapshotSteps.enumerated().map { ($0.element, $0.offset) })
    let statuses = train(
      configuration,
      recording: { snapshot in
        guard let index = indices[snapshot.step] else { return }
        let lane = lanes[snapshot.lane]
        let observed = observables(
          of: snapshot, problem: problem.data, model: lane.model,
          settings: ObservableSettings(
            exponent: lane.effectiveExponent, supportThreshold: plan.supportThreshold))
        let run = runs.lowerBound + snapshot.lane
        let slowTime = Double(snapshot.step) * (lane.stepSize * lane.stepSize)
        block.setValues(
          observed.recorded + [(.slowTime, slowTime)], step: snapshot.step, snapshot: index,
          ofRun: run)
        let isLast = snapshot.step == snapshotSteps.last
        if shape.signal == .all || (shape.signal == .last && isLast) {
          block.setSignal(observed.signal, snapshot: index, ofRun: run)
        }
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

extension Observables {
  /// The observables under their names in the results file.
  fileprivate var recorded: [(RecordVariable, Double)] {
    [
      (.trainLoss, trainLoss), (.populationLoss, populationLoss), (.traceHessian, traceHessian),
      (.traceSqrtDiagHessian, traceSqrtDiagHessian),
      (.tracePowerDiagHessian, tracePowerDiagHessian), (.l1Norm, l1Norm), (.lHalfSum, lHalfSum),
      (.secondMomentL1, secondMomentL1), (.supportPrecision, supportPrecision),
      (.supportRecall, supportRecall), (.nuclearNorm, nuclearNorm),
      (.effectiveRank, effectiveRank),
    ]
  }
}
