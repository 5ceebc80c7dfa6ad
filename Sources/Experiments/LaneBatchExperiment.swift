public import Shards
public import Sweeps
internal import Training

/// Computes lane-batches of one sweep and turns what they do into records.
///
/// A value keeps the last problem, which neighbouring lane-batches mostly share.
public struct LaneBatchExperiment {
  private let grid: Grid
  private let shape: RecordShape
  private var lastProblem: (key: ProblemKey, problem: RegressionProblem)?

  /// Experiments of the sweep that `grid` expands.
  public init(grid: Grid) {
    self.grid = grid
    shape = RecordShape(grid.specification)
  }

  /// Computes one lane-batch.
  ///
  /// - Parameters:
  ///   - runs: The runs of one lane-batch, as ``Sweeps/Grid/runs(ofLaneBatch:)`` gives them.
  ///   - shouldContinue: Called every few milliseconds with the number of finished steps; false
  ///     abandons the lane-batch.
  /// - Returns: The records of the runs, or nil when it was abandoned.
  public mutating func records(
    ofRuns runs: Range<Int>, shouldContinue: (_ stepsDone: Int) -> Bool
  ) -> RecordBlock? {
    let lanes = runs.map { RunParameters(grid[$0]) }
    guard let first = lanes.first else { preconditionFailure("a lane-batch has runs") }
    let plan = grid.specification.record
    let snapshotSteps = plan.snapshotSteps(horizon: first.steps)
    let problem = problem(of: first)
    let configuration = TrainingConfiguration(
      problem: problem, model: first.model, optimizer: first.optimizer, precision: first.precision,
      noise: first.hasLabelNoise ? .label : .none,
      initialParameters: first.model.initialParameters(
        scale: first.initialScale, seed: first.initSeed),
      lanes: lanes.map(\.lane), steps: first.steps, snapshotSteps: snapshotSteps)

    var block = RecordBlock(runs: runs, shape: shape)
    let indices = Dictionary(
      uniqueKeysWithValues: snapshotSteps.enumerated().map { ($0.element, $0.offset) })
    let statuses = train(
      configuration,
      recording: { snapshot in
        guard let index = indices[snapshot.step] else { return }
        let lane = lanes[snapshot.lane]
        let observed = observables(
          of: snapshot, problem: problem, model: lane.model,
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

  /// What a generated problem depends on.
  private struct ProblemKey: Hashable {
    var design: DesignKind
    var samples: Int
    var dimension: Int
    var sparsity: Int
    var seed: UInt64
  }

  private mutating func problem(of run: RunParameters) -> RegressionProblem {
    let key = ProblemKey(
      design: run.design, samples: run.sampleCount, dimension: run.model.signalCount,
      sparsity: run.sparsity, seed: run.dataSeed)
    if let lastProblem, lastProblem.key == key { return lastProblem.problem }
    let problem = RegressionProblem.generated(
      design: key.design, samples: key.samples, dimension: key.dimension, sparsity: key.sparsity,
      dataSeed: key.seed)
    lastProblem = (key, problem)
    return problem
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
      (.supportRecall, supportRecall),
    ]
  }
}
