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
  ///   - isLeaving: Whether the process is about to end. Until then a run of the slow equations,
  ///     which cannot be suspended, goes on to its end.
  ///   - shouldContinue: Called every few milliseconds with the number of finished steps; false
  ///     suspends the lane-batch.
  /// - Returns: The records of the runs, or what to go on from.
  /// - Throws: ``ProblemFileError`` where a user's problem cannot be read.
  /// - Precondition: There is a run to compute.
  public mutating func records(
    ofRuns runs: Range<Int>, skipping known: Set<Int> = [],
    resuming suspended: SuspendedLaneBatch? = nil, isLeaving: () -> Bool = { true },
    shouldContinue: (_ stepsDone: Int) -> Bool
  ) throws(ProblemFileError) -> LaneBatchOutcome {
    let batch = try LaneBatch(runs, skipping: known, of: grid, shape, &problems)
    var block = suspended?.records ?? RecordBlock(runs: runs, shape: shape)
    guard batch.isTraining else {
      return solve(batch, block, isLeaving: isLeaving, shouldContinue: shouldContinue)
    }
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
    let batch = try LaneBatch(runs, skipping: known, of: grid, shape, &problems)
    guard let state = suspended.state else { return !batch.isTraining }
    return batch.isTraining && state.fits(batch.configuration)
  }

  private func record(_ snapshot: Snapshot, of batch: LaneBatch, in block: inout RecordBlock) {
    guard let index = batch.snapshotIndices[snapshot.step] else { return }
    batch.recorder.record(
      theta: snapshot.theta, secondMoment: snapshot.secondMoment, snapshot: index,
      of: batch.lanes[snapshot.lane], run: batch.runs[snapshot.lane], in: &block)
  }

  /// Solves the slow equations of one run after the other.
  private func solve(
    _ batch: LaneBatch, _ records: RecordBlock, isLeaving: () -> Bool,
    shouldContinue: (_ stepsDone: Int) -> Bool
  ) -> LaneBatchOutcome {
    var block = records
    let steps = batch.configuration.steps
    var solved: [String: Int] = [:]
    for (index, (run, parameters)) in zip(batch.runs, batch.lanes).enumerated()
    where block.isAbsent(run: run) {
      let stepsDone = steps * index / batch.runs.count
      let unseeded = batch.isSeedless ? parameters.textWithoutNoiseSeed : nil
      if let unseeded, let twin = solved[unseeded] {
        let source = block
        block.copy(run: run, from: source, run: twin)
        continue
      }
      let slowRun = SlowRun(
        parameters: parameters, problem: batch.problem, recorder: batch.recorder)
      let isDone = slowRun.record(run: run, in: &block) {
        shouldContinue(stepsDone) || !isLeaving()
      }
      let isLast = index == batch.runs.count - 1
      guard isDone, isLast || shouldContinue(stepsDone) else {
        return .suspended(SuspendedLaneBatch(records: block, stepsDone: stepsDone))
      }
      if let unseeded { solved[unseeded] = run }
    }
    return .finished(block)
  }
}

extension RunParameters {
  /// All parameters but the noise seed; as text, because NaN does not equal itself.
  fileprivate var textWithoutNoiseSeed: String {
    var parameters = self
    parameters.noiseSeed = 0
    return "\(parameters)"
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
  /// The steps that lie behind it.
  public let stepsDone: Int
  /// Nil for the slow equations, whose runs are done or not.
  let state: TrainingState?

  init(records: RecordBlock, state: TrainingState) {
    self.records = records
    self.state = state
    stepsDone = state.stepsDone
  }

  init(records: RecordBlock, stepsDone: Int) {
    self.records = records
    self.stepsDone = stepsDone
    state = nil
  }

  /// A lane-batch read back; nil where the state is damaged.
  ///
  /// - Parameters:
  ///   - records: What ``records`` was.
  ///   - stateBytes: What ``stateBytes`` was.
  public init?(records: RecordBlock, stateBytes: [UInt8]) {
    if stateBytes.isEmpty {
      self.init(records: records, stepsDone: 0)
    } else {
      guard let state = TrainingState(bytes: stateBytes) else { return nil }
      self.init(records: records, state: state)
    }
  }

  /// The training's state, exact; empty where there is none.
  public var stateBytes: [UInt8] { state?.bytes ?? [] }
}

/// What the runs of a lane-batch that are to be computed have in common.
private struct LaneBatch {
  let runs: [Int]
  let lanes: [RunParameters]
  let problem: Problem
  let configuration: TrainingConfiguration
  let recorder: Recorder
  let snapshotIndices: [Int: Int]
  /// Whether the optimizer moves the parameters, and not the theory's equations.
  let isTraining: Bool
  /// Whether noise has no part in what is solved, so that runs that differ in its seed are one.
  let isSeedless: Bool

  init(
    _ runs: Range<Int>, skipping known: Set<Int>, of grid: Grid, _ shape: RecordShape,
    _ problems: inout ProblemStore
  ) throws(ProblemFileError) {
    self.runs = runs.filter { !known.contains($0) }
    lanes = self.runs.map { RunParameters(grid[$0]) }
    guard let first = lanes.first else { preconditionFailure("a lane-batch has runs") }
    let plan = grid.specification.record
    let snapshotSteps = plan.snapshotSteps(horizon: first.steps, stepSize: first.stepSize)
    problem = try problems.problem(of: first)
    configuration = TrainingConfiguration(lanes, problem: problem, snapshotSteps: snapshotSteps)
    recorder = Recorder(plan: plan, shape: shape, problem: problem.data, steps: snapshotSteps)
    isTraining = first.dynamics == .training
    isSeedless = first.dynamics == .slowODE && problem.initialParameters != nil
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
      initialSecondMoment: problem.secondMoment, lanes: runs.map(\.lane), steps: first.steps,
      snapshotSteps: snapshotSteps)
  }
}
