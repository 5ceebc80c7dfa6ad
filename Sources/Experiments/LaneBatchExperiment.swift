internal import Parameters
internal import Shards
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
  ///   - shouldContinue: Called every few milliseconds of training, after every step of a slow equation
  ///     and after every projection, with the number of finished steps; false suspends the lane-batch.
  ///     Whatever it says, a call gets further.
  /// - Returns: The records of the runs, or what to go on from.
  /// - Throws: ``ProblemFileError`` where a user's problem cannot be read.
  /// - Precondition: There is a run to compute.
  public mutating func records(
    ofRuns runs: Range<Int>, skipping known: Set<Int> = [],
    resuming suspended: SuspendedLaneBatch? = nil, shouldContinue: (_ stepsDone: Int) -> Bool
  ) throws(ProblemFileError) -> LaneBatchOutcome {
    let batch = try LaneBatch(runs, skipping: known, of: grid, shape, &problems)
    let block = suspended?.records ?? RecordBlock(runs: runs, shape: shape)
    guard batch.isTraining else {
      var state: SlowBatchState?
      if case .slow(let suspended) = suspended?.state { state = suspended }
      return solve(batch, block, from: state?.underWay, shouldContinue: shouldContinue)
    }
    return train(batch, block, from: suspended?.state, shouldContinue: shouldContinue)
  }

  /// Whether a suspended lane-batch is one of these runs.
  public mutating func fits(
    _ suspended: SuspendedLaneBatch, runs: Range<Int>, skipping known: Set<Int> = []
  ) throws(ProblemFileError) -> Bool {
    guard suspended.records.runs == runs, suspended.records.shape == shape else { return false }
    let batch = try LaneBatch(runs, skipping: known, of: grid, shape, &problems)
    switch suspended.state {
    case .training(let state): return batch.isTraining && state.fits(batch.configuration)
    case .recording(let state):
      return batch.isTraining
        && state.fits(batch.configuration, snapshotSteps: Set(batch.snapshotIndices.keys))
    case .slow(let state):
      guard !batch.isTraining else { return false }
      guard let underWay = state.underWay else { return true }
      return batch.slowRun(underWay.run)?.fits(underWay) ?? false
    }
  }

  // MARK: Training

  private func train(
    _ batch: LaneBatch, _ records: RecordBlock, from state: LaneBatchState?,
    shouldContinue: (_ stepsDone: Int) -> Bool
  ) -> LaneBatchOutcome {
    var block = records
    var (trainingState, waiting, isTrained): (TrainingState?, [Snapshot], Bool) = (nil, [], false)
    switch state {
    case .training(let state): trainingState = state
    case .recording(let state):
      (trainingState, waiting) = (state.training, state.snapshots)
      isTrained = state.training == nil
      while !waiting.isEmpty {
        record(waiting.removeFirst(), of: batch, in: &block)
        guard waiting.isEmpty || shouldContinue(state.stepsDone) else {
          var rest = state
          rest.snapshots = waiting
          return .suspended(SuspendedLaneBatch(records: block, state: .recording(rest)))
        }
      }
    case .slow, nil: break
    }
    if isTrained { return .finished(block) }
    // Once it is to stop, snapshots wait until it goes on.
    var isStopping = false
    let outcome = Training.train(
      batch.configuration, from: trainingState,
      recording: { snapshot in
        if isStopping { return waiting.append(snapshot) }
        record(snapshot, of: batch, in: &block)
        if batch.recorder.projects(atStep: snapshot.step) {
          isStopping = !shouldContinue(snapshot.step)
        }
      },
      shouldContinue: { step in
        isStopping = isStopping || !shouldContinue(step)
        return !isStopping
      },
      hasEnded: { lane in block.hasStopped(run: batch.runs[lane]) })
    switch outcome {
    case .suspended(let state):
      let next: LaneBatchState =
        waiting.isEmpty
        ? .training(state)
        : .recording(
          RecordingState(snapshots: waiting, training: state, stepsDone: state.stepsDone))
      return .suspended(SuspendedLaneBatch(records: block, state: next))
    case .finished(let statuses):
      for (run, status) in zip(batch.runs, statuses) {
        if block.hasStopped(run: run) { continue }
        switch status {
        case .completed: block.setState(.ok, ofRun: run)
        case .diverged(let step): block.setState(.diverged, divergedAtStep: step, ofRun: run)
        }
      }
      guard !waiting.isEmpty else { return .finished(block) }
      let rest = RecordingState(
        snapshots: waiting, training: nil, stepsDone: batch.configuration.steps)
      return .suspended(SuspendedLaneBatch(records: block, state: .recording(rest)))
    }
  }

  private func record(_ snapshot: Snapshot, of batch: LaneBatch, in block: inout RecordBlock) {
    guard let index = batch.snapshotIndices[snapshot.step],
      !block.hasStopped(run: batch.runs[snapshot.lane])
    else { return }
    batch.recorder.record(
      theta: snapshot.theta, secondMoment: snapshot.secondMoment, squares: snapshot.squares,
      average: snapshot.average, snapshot: index, of: batch.lanes[snapshot.lane],
      run: batch.runs[snapshot.lane], in: &block)
  }

  // MARK: Slow equations

  /// Solves the slow equations of one run after the other.
  private func solve(
    _ batch: LaneBatch, _ records: RecordBlock, from suspended: SlowRunState?,
    shouldContinue: (_ stepsDone: Int) -> Bool
  ) -> LaneBatchOutcome {
    var block = records
    let steps = batch.configuration.steps
    func stepsDone(_ index: Int, _ share: Double = 0) -> Int {
      Int(Double(steps) * ((Double(index) + share) / Double(batch.runs.count)))
    }
    var solved: [[String: Value]: Int] = [:]
    for (index, (run, parameters)) in zip(batch.runs, batch.lanes).enumerated() {
      let unseeded = batch.isSeedless ? parameters.valuesWithoutNoiseSeed : nil
      guard block.isAbsent(run: run) else {
        // Of an earlier call.
        if let unseeded { solved[unseeded] = run }
        continue
      }
      if let unseeded, let twin = solved[unseeded] {
        let source = block
        block.copy(run: run, from: source, run: twin)
        continue
      }
      let slowRun = batch.slowRun(index: index)
      var share = 0.0
      let outcome = slowRun.record(
        in: &block, from: suspended?.run == run ? suspended : nil,
        shouldContinue: {
          share = $0
          return shouldContinue(stepsDone(index, $0))
        })
      switch outcome {
      case .suspended(let state):
        return .suspended(
          SuspendedLaneBatch(
            records: block,
            state: .slow(SlowBatchState(stepsDone: stepsDone(index, share), underWay: state))))
      case .finished:
        if let unseeded { solved[unseeded] = run }
        guard index == batch.runs.count - 1 || shouldContinue(stepsDone(index + 1)) else {
          return .suspended(
            SuspendedLaneBatch(
              records: block,
              state: .slow(SlowBatchState(stepsDone: stepsDone(index + 1), underWay: nil))))
        }
      }
    }
    return .finished(block)
  }
}

extension Run {
  /// All that the run is computed from but the noise seed.
  fileprivate var valuesWithoutNoiseSeed: [String: Value] {
    values.filter { $0.key != Parameter.noiseSeed.path(in: nil) }
  }
}

/// What the runs of a lane-batch that are to be computed have in common.
private struct LaneBatch {
  let runs: [Int]
  let lanes: [Run]
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
    guard let number = self.runs.first else { preconditionFailure("a lane-batch has runs") }
    let problem = try problems.problem(of: Run(grid[number]))
    let lanes = self.runs.map { Run(grid[$0]).on(problem) }
    let first = lanes[0]
    (self.problem, self.lanes) = (problem, lanes)
    let plan = grid.specification.record
    let snapshotSteps = plan.snapshotSteps(horizon: first.steps, effectiveStep: first.effectiveStep)
    var configuration = TrainingConfiguration(
      lanes, problem: problem, snapshotSteps: snapshotSteps)
    configuration.average = plan.averages?.average
    self.configuration = configuration
    recorder = Recorder(
      plan: plan, shape: shape, problem: problem.data, like: first, steps: snapshotSteps,
      initial: configuration.initialParameters)
    isTraining = first.dynamics == .training
    isSeedless =
      first.dynamics == .gradientFlow
      || first.dynamics == .slowODE && problem.initialParameters != nil
    snapshotIndices = Dictionary(
      uniqueKeysWithValues: snapshotSteps.enumerated().map { ($0.element, $0.offset) })
  }

  func slowRun(index: Int) -> SlowRun {
    SlowRun(
      run: runs[index], parameters: lanes[index], problem: problem, recorder: recorder)
  }

  /// A run of the slow equations, or nil for one that is not to be computed.
  func slowRun(_ run: Int) -> SlowRun? { runs.firstIndex(of: run).map(slowRun(index:)) }
}

extension TrainingConfiguration {
  /// The lane-batch of runs that share all but what a lane may vary.
  init(_ runs: [Run], problem: Problem, snapshotSteps: [Int]) {
    let first = runs[0]
    self.init(
      problem: problem.data, model: first.model, loss: first.loss, optimizer: first.optimizer,
      schedule: first.schedule, normalizesAscent: first.normalizesAscent,
      precision: first.precision, noise: first.noise.scaled(by: problem.noiseScales),
      batches: first.batches,
      initialParameters: problem.initialParameters
        ?? first.model.initialParameters(seed: first.initSeed),
      initialSecondMoment: problem.secondMoment, lanes: runs.map(\.lane), steps: first.steps,
      snapshotSteps: snapshotSteps)
  }
}
