/// Trains the runs of a lane-batch side by side.
///
/// A run depends on its own ``LaneParameters`` and on what the batch shares, never on the other
/// runs, their number or their order: its parameters, its status and the steps it is recorded at are
/// bit for bit those it gets alone, on every processor.
///
/// - Parameters:
///   - configuration: What to run.
///   - recording: Called for every run that has not diverged at each snapshot step, in order of step,
///     then lane.
///   - shouldContinue: Called with the number of finished steps, about every 20 ms of work or more
///     often; `false` abandons the batch.
/// - Returns: One status per run in the order of `configuration.lanes`, or nil if `shouldContinue`
///   returned `false`.
/// - Precondition: The shapes and ranges stated at ``TrainingConfiguration``.
/// - Complexity: O(steps · (n·q + P)) lane operations, for a factorization O(p·P) more a step; nothing
///   is allocated inside a step.
public func train(
  _ configuration: TrainingConfiguration, recording: (Snapshot) -> Void,
  shouldContinue: (_ stepsDone: Int) -> Bool
) -> [RunStatus]? {
  configuration.checkPreconditions()
  let groups = makeLaneGroups(configuration)
  let interval = pollingInterval(configuration)
  var snapshots = configuration.snapshotSteps[...]
  var step = 0
  while true {
    if snapshots.first == step {
      snapshots.removeFirst()
      record(groups, atStep: step, recording)
    }
    if step == configuration.steps || groups.allSatisfy(\.isFinished) { break }
    if step % interval == 0 && step > 0 && !shouldContinue(step) { return nil }
    let nextPoll = (step / interval + 1) * interval
    step = min(configuration.steps, nextPoll, snapshots.first ?? configuration.steps)
    for group in groups { group.advance(step) }
  }
  return groups.flatMap { group in
    group.divergenceSteps().map { $0.map { .diverged(atStep: $0) } ?? .completed }
  }
}

private func record(_ groups: [LaneGroup], atStep step: Int, _ recording: (Snapshot) -> Void) {
  var firstLane = 0
  for group in groups {
    let isLive = group.divergenceSteps().map { $0 == nil }
    for k in 0..<group.laneCount where isLive[k] {
      recording(
        Snapshot(
          step: step, lane: firstLane + k, theta: group.theta(k),
          secondMoment: group.secondMoment(k)))
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
  let draws =
    switch configuration.noise {
    case .none, .given: 0.0
    case .label(.rademacher, nil): 0.1 * Double(problem.sampleCount)
    case .label(.gaussian, nil): Double(problem.sampleCount)
    case .label(_, let batch?): 2 * Double(batch)
    case .gradient: parameterCount
    }
  let seedCount = Double(Set(configuration.lanes.map(\.noiseSeed)).count)
  let nanoseconds =
    4 * entries + 200 * parameterCount + 2 * multiplyAdds(configuration.model)
    + 20 * seedCount * draws + 1000
  var interval = 1
  while interval < 65_536 && Double(2 * interval) * nanoseconds < 20e6 { interval *= 2 }
  return interval
}

/// The multiply-adds of one prediction and pull-back, beyond a few for each parameter.
private func multiplyAdds(_ model: Model) -> Double {
  switch model {
  case .diagonalNet: 0
  // Each factor meets a matrix of p columns three times.
  case .matrixFactorization(let dimension, _, _):
    3 * Double(model.parameterCount) * Double(dimension)
  }
}
