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

  /// Computes one lane-batch, or goes on with one that was suspended.
  ///
  /// - Parameters:
  ///   - runs: The runs of one lane-batch, as ``Sweeps/Grid/runs(ofLaneBatch:)`` gives them.
  ///   - known: Those of them that need not be computed; they stay absent in the records.
  ///   - suspended: What an earlier call with the same runs returned; nil begins at step 0. One that
  ///     does not belong to these runs is an error of the caller, see ``fits(_:runs:skipping:)``.
  ///   - shouldContinue: Called every few milliseconds with the number of finished steps; false
  ///     suspends the lane-batch.
  /// - Returns: The records of the runs, or what to go on from.
  /// - Throws: ``ProblemFileError`` where a user's problem cannot be read.
  /// - Precondition: There is a run to compute.
  public mutating func records(
    ofRuns runs: Range<Int>, skipping known: Set<Int> = [],
    resuming suspended: SuspendedLaneBatch? = nil, shouldContinue: (_ stepsDone: Int) -> Bool
  ) throws(ProblemFileError) -> LaneBatchOutcome {
    let batch = try LaneBatch(runs, skipping: known, of: grid, &problems)
    var block = suspended?.records ?? RecordBlock(runs: runs, shape: shape)
    let outcome = train(
      batch.configuration, from: suspended?.state,
      recording: { record($0, of: batch, in: &block) }, shouldContinue: shouldContinue)
    switch outcome {
    case .suspended(let state):
      return .suspended(SuspendedLaneBatch(records: block, state: state))
    case .finished(let statuses):
      for (run, status) in zip(batch.runs, statuses) {
        switch status {
        case .completed: block.setState(.ok, ofRun: run)
        case .diverged(let step): block.setState(.diverged, divergedAtStep: step, ofRun: run)
        }
      }
      return .finished(block)
    }
  }

  /// Whether a suspended lane-batch is one of these runs.
  public mutating func fits(
    _ suspended: SuspendedLaneBatch, runs: Range<Int>, skipping known: Set<Int> = []
  ) throws(ProblemFileError) -> Bool {
    guard suspended.records.runs == runs, suspended.records.shape == shape else { return false }
    return suspended.state.fits(
      try LaneBatch(runs, skipping: known, of: grid, &problems).configuration)
  }

  private func record(_ snapshot: Snapshot, of batch: LaneBatch, in block: inout RecordBlock) {
    guard let index = batch.snapshotIndices[snapshot.step] else { return }
    let lane = batch.lanes[snapshot.lane]
    let observed = observables(
      of: snapshot, problem: batch.configuration.problem, model: lane.model,
      settings: ObservableSettings(
        exponent: lane.effectiveExponent,
        supportThreshold: grid.specification.record.supportThreshold))
    let run = batch.runs[snapshot.lane]
    let slowTime = Double(snapshot.step) * (lane.stepSize * lane.stepSize)
    block.setValues(
      observed.recorded + [(.slowTime, slowTime)], step: snapshot.step, snapshot: index, ofRun: run)
    let isLast = snapshot.step == batch.configuration.snapshotSteps.last
    if shape.signal == .all || (shape.signal == .last && isLast) {
      block.setSignal(observed.signal, snapshot: index, ofRun: run)
    }
  }
}

/// How a call of ``LaneBatchExperiment/records(ofRuns:skipping:resuming:shouldContinue:)`` ended.
public enum LaneBatchOutcome: Sendable {
  /// All steps are done.
  case finished(RecordBlock)
  /// It was asked to stop.
  case suspended(SuspendedLaneBatch)
}

/// A lane-batch under way: what its runs have recorded, and what its training goes on from.
public struct SuspendedLaneBatch: Hashable, Sendable {
  /// The records so far; runs that were skipped are absent.
  public let records: RecordBlock
  let state: TrainingState

  init(records: RecordBlock, state: TrainingState) {
    self.records = records
    self.state = state
  }

  /// A lane-batch read back; nil where the state is damaged.
  ///
  /// - Parameters:
  ///   - records: What ``records`` was.
  ///   - stateBytes: What ``stateBytes`` was.
  public init?(records: RecordBlock, stateBytes: [UInt8]) {
    guard let state = TrainingState(bytes: stateBytes) else { return nil }
    self.init(records: records, state: state)
  }

  /// The training's state, exact.
  public var stateBytes: [UInt8] { state.bytes }
  /// The steps that lie behind it.
  public var stepsDone: Int { state.stepsDone }
}

/// What the runs of a lane-batch that are to be computed have in common.
private struct LaneBatch {
  let runs: [Int]
  let lanes: [RunParameters]
  let configuration: TrainingConfiguration
  let snapshotIndices: [Int: Int]

  init(
    _ runs: Range<Int>, skipping known: Set<Int>, of grid: Grid, _ problems: inout ProblemStore
  ) throws(ProblemFileError) {
    self.runs = runs.filter { !known.contains($0) }
    lanes = self.runs.map { RunParameters(grid[$0]) }
    guard let first = lanes.first else { preconditionFailure("a lane-batch has runs") }
    let snapshotSteps = grid.specification.record.snapshotSteps(
      horizon: first.steps, stepSize: first.stepSize)
    configuration = TrainingConfiguration(
      lanes, problem: try problems.problem(of: first), snapshotSteps: snapshotSteps)
    snapshotIndices = Dictionary(
      uniqueKeysWithValues: snapshotSteps.enumerated().map { ($0.element, $0.offset) })
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
