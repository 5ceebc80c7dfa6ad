extension LaneBatchRun {
  /// What one run takes into its next step.
  func state(ofLane lane: Int) -> RunState {
    precondition(lane < laneCount)
    let isLost = divergenceSteps[lane] != nil
    let numbers = (0..<theta.count).map { theta[$0] } + (0..<step.memoryCount).map(step.memory)
    return RunState(
      divergenceStep: divergenceSteps[lane], values: numbers.map { isLost ? 0 : Double($0[lane]) })
  }

  /// Goes on from the states of all runs after the given number of steps.
  ///
  /// Lanes without a run do what the last one does, as ever.
  func resume(_ runs: [RunState], stepsDone: Int) {
    precondition(runs.count == laneCount)
    precondition(runs.allSatisfy { $0.values.count == theta.count + step.memoryCount })
    for p in 0..<theta.count { theta[p] = Lanes(lanes: runs.map { $0.values[p] }) }
    for index in 0..<step.memoryCount {
      step.setMemory(index, Lanes(lanes: runs.map { $0.values[theta.count + index] }))
    }
    for (k, run) in runs.enumerated() {
      divergenceSteps[k] = run.divergenceStep
      isLive[k] = run.divergenceStep == nil
    }
    self.stepsDone = stepsDone
    predict()
  }
}
