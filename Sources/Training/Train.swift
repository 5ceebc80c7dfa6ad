/// Trains the runs of a lane-batch side by side.
///
/// A run depends on its own ``LaneParameters`` and on what the batch shares, never on the other
/// runs, their number or their order: its parameters, its status and the steps it is recorded at are
/// bit for bit those it gets alone, on every processor. A batch that was suspended and resumed, any
/// number of times, has the bits of one that never was.
///
/// - Parameters:
///   - configuration: What to run.
///   - state: The state to go on from, or nil to begin at θ₀. Snapshots up to its `stepsDone`
///     were recorded before it was taken and are not recorded again.
///   - recording: Called for every run that has not diverged at each snapshot step, in order of step,
///     then lane.
///   - shouldContinue: Called with the number of finished steps, about every 20 ms of work or more
///     often, after the snapshots of that step; `false` suspends the batch.
///   - hasEnded: Whether nobody asks for more of a run, by its lane. It goes on beside the others, and
///     the batch is finished where all have diverged or ended.
/// - Returns: The statuses of the runs, or the state to resume from if `shouldContinue` returned
///   `false`.
/// - Precondition: The shapes and ranges stated at ``TrainingConfiguration``, and that the state, if
///   given, fits the configuration (``TrainingState/fits(_:)``).
/// - Complexity: O(steps · (n·q + P)) lane operations, for a factorization O(p·P) more a step; nothing
///   is allocated inside a step.
public func train(
  _ configuration: TrainingConfiguration, from state: TrainingState? = nil,
  recording: (Snapshot) -> Void, shouldContinue: (_ stepsDone: Int) -> Bool,
  hasEnded: (_ lane: Int) -> Bool = { _ in false }
) -> TrainingOutcome {
  configuration.checkPreconditions()
  return train(
    configuration, from: state, askingEvery: pollingInterval(configuration), recording: recording,
    shouldContinue: shouldContinue, hasEnded: hasEnded)
}

/// Trains with a given number of steps between two questions whether to go on.
func train(
  _ configuration: TrainingConfiguration, from state: TrainingState?, askingEvery interval: Int,
  recording: (Snapshot) -> Void, shouldContinue: (_ stepsDone: Int) -> Bool,
  hasEnded: (_ lane: Int) -> Bool = { _ in false }
) -> TrainingOutcome {
  let groups = flushingSubnormals { makeLaneGroups(configuration) }
  if let state {
    resume(groups, from: state, of: configuration)
  } else {
    start(groups, of: configuration)
  }
  let firstStep = state?.stepsDone ?? 0
  var snapshots = configuration.snapshotSteps.drop { state != nil && $0 <= firstStep }
  var step = firstStep
  while true {
    if snapshots.first == step {
      snapshots.removeFirst()
      record(groups, atStep: step, of: configuration, recording)
    }
    if step == configuration.steps || areFinished(groups, hasEnded) { break }
    if step % interval == 0 && step > firstStep && !shouldContinue(step) {
      return .suspended(
        TrainingState(
          groups.flatMap { group in (0..<group.laneCount).map(group.state) }, of: configuration,
          stepsDone: step))
    }
    let nextPoll = (step / interval + 1) * interval
    step = min(configuration.steps, nextPoll, snapshots.first ?? configuration.steps)
    flushingSubnormals {
      for group in groups { group.advance(step) }
    }
  }
  return .finished(
    groups.flatMap { group in
      group.divergenceSteps().map { $0.map { .diverged(atStep: $0) } ?? .completed }
    })
}

/// Whether every run has diverged, or nobody asks for more of it.
private func areFinished(_ groups: [LaneGroup], _ hasEnded: (_ lane: Int) -> Bool) -> Bool {
  groups.flatMap { $0.divergenceSteps() }.enumerated().allSatisfy { lane, divergence in
    divergence != nil || hasEnded(lane)
  }
}

/// Begins at a v other than 0, if there is one.
private func start(_ groups: [LaneGroup], of configuration: TrainingConfiguration) {
  let layout = configuration.stateLayout
  guard let given = configuration.initialSecondMoment,
    let (entry, range) = layout.entry(named: StateLayout.Name.secondMoment)
  else { return }
  for group in groups {
    let runs = (0..<group.laneCount).map { lane in
      var values = group.state(lane).values
      values.replaceSubrange(range, with: layout.gathered(given, entry.extent))
      return RunState(divergenceStep: nil, values: values)
    }
    flushingSubnormals { group.resume(runs, 0) }
  }
}

private func resume(
  _ groups: [LaneGroup], from state: TrainingState, of configuration: TrainingConfiguration
) {
  precondition(
    state.stepsDone <= configuration.steps, "the state lies within the steps of the configuration")
  guard let runs = state.runs(of: configuration) else {
    preconditionFailure("the state belongs to another configuration")
  }
  var firstLane = 0
  for group in groups {
    let members = Array(runs[firstLane..<firstLane + group.laneCount])
    flushingSubnormals { group.resume(members, state.stepsDone) }
    firstLane += group.laneCount
  }
}

private func record(
  _ groups: [LaneGroup], atStep step: Int, of configuration: TrainingConfiguration,
  _ recording: (Snapshot) -> Void
) {
  let isAveraged = configuration.average?.hasBegun(atStep: step, of: configuration.steps) ?? false
  var firstLane = 0
  for group in groups {
    let isLive = group.divergenceSteps().map { $0 == nil }
    for k in 0..<group.laneCount where isLive[k] {
      recording(
        Snapshot(
          step: step, lane: firstLane + k, theta: group.theta(k),
          secondMoment: group.secondMoment(k), squares: group.squares(k),
          average: isAveraged ? group.average(k) : []))
    }
    firstLane += group.laneCount
  }
}

/// The number of steps between two questions whether to go on: a power of two in 1...65 536 that
/// takes less than about 20 ms.
///
/// The estimate is a generous one for the slowest case: two groups of lanes, a dense design that
/// streams from memory (1 ns for an entry and product), a power for every parameter (100 ns), 1 ns for
/// a multiply-add of the model, 20 ns for each draw of noise and distinct seed.
func pollingInterval(_ configuration: TrainingConfiguration) -> Int {
  let problem = configuration.problem
  let entries = Double(problem.sampleCount) * Double(problem.signalCount)
  let parameterCount = Double(configuration.model.parameterCount)
  let noise = configuration.noise.kind
  var draws =
    switch (noise.labels, configuration.sampling.batch) {
    case (_, let batch?): 2 * Double(batch)
    case (.rademacher, nil): 0.1 * Double(problem.sampleCount)
    case (.gaussian, nil), (.flips, nil), (.draws, nil): Double(problem.sampleCount)
    case (.none, nil), (.given, nil): 0.0
    }
  if noise.gradient != nil { draws += parameterCount }
  if let batch = noise.deviation?.batch { draws += Double(batch) }
  let seedCount = Double(Set(configuration.lanes.map(\.noiseSeed)).count)
  let nanoseconds =
    4 * entries + 200 * parameterCount + 2 * configuration.model.kind.multiplyAdds
    + 20 * seedCount * draws + 1000
  var interval = 1
  while interval < 65_536 && Double(2 * interval) * nanoseconds < 20e6 { interval *= 2 }
  return interval
}
