/// The training loop of one group of runs: it counts, steps, and looks for numbers that are not finite.
///
/// Lanes never interact: a run computes bit for bit what it would alone.
final class RunLoop<Lanes: LaneVector> {
  /// The number of runs.
  let laneCount: Int
  /// The step each run diverged at, or nil while it lives.
  private(set) var divergenceSteps: [Int?]

  private let step: Step<Lanes>
  private let arrangement: Arrangement
  private let layout: StateLayout
  /// The first vector of each of the layout's arrays in the step's memory.
  private let starts: [Int]

  private var stepsDone = 0
  private var liveCount: Int

  /// The loop of a configuration's runs, at θ₀.
  init(_ step: Step<Lanes>, _ arrangement: Arrangement, _ configuration: TrainingConfiguration) {
    let layout = configuration.stateLayout
    self.step = step
    self.arrangement = arrangement
    self.layout = layout
    switch arrangement {
    case .runsInLanes: laneCount = configuration.lanes.count
    case .parametersInLanes: laneCount = 1
    }
    precondition(laneCount <= Lanes.scalarCount)
    liveCount = laneCount
    divergenceSteps = Array(repeating: nil, count: laneCount)
    var next = 0
    starts = layout.entries.map { entry in
      defer { next += arrangement.vectorCount(entry.extent, of: layout) }
      return next
    }
    precondition(next == step.memory.count, "the rule keeps what its layout says")
    let initial = Array(repeating: configuration.initialParameters[...], count: laneCount)
    setTheta(initial)
    if let average = layout.entries.firstIndex(where: { $0.name == StateLayout.Name.average }) {
      setValues(.perParameter, in: step.memory, from: starts[average], to: initial)
    }
  }

  /// Trains until the given number of steps are done, or all runs have diverged.
  func advance(to target: Int) {
    let takeStep = step.advance
    while stepsDone < target && liveCount > 0 {
      stepsDone += 1
      let probe = takeStep(stepsDone)
      if probe.total != 0 { markDiverged(probe) }
    }
  }

  private func markDiverged(_ probe: Lanes) {
    for k in 0..<laneCount where divergenceSteps[k] == nil {
      if case .runsInLanes = arrangement, probe[k] == 0 { continue }
      divergenceSteps[k] = stepsDone
      liveCount -= 1
    }
  }
}

// MARK: State

extension RunLoop {
  /// θ of one run, converted exactly.
  func theta(ofLane lane: Int) -> [Double] { values(.perParameter, in: step.theta, of: lane) }

  /// v of one run for each parameter, converted exactly; empty if there is none.
  func secondMoment(ofLane lane: Int) -> [Double] {
    guard let (values, extent) = array(StateLayout.Name.secondMoment, ofLane: lane) else {
      return []
    }
    return layout.spread(values, extent)
  }

  /// L and R of every matrix of one run, converted exactly; empty if there are none.
  func squares(ofLane lane: Int) -> [Double] {
    array(StateLayout.Name.squares, ofLane: lane)?.values ?? []
  }

  /// The average of θ of one run, converted exactly; empty if there is none.
  func average(ofLane lane: Int) -> [Double] {
    array(StateLayout.Name.average, ofLane: lane)?.values ?? []
  }

  /// An array of one run by its name; nil if the optimizer keeps none such.
  private func array(
    _ name: String, ofLane lane: Int
  ) -> (values: [Double], extent: StateLayout.Extent)? {
    guard let index = layout.entries.firstIndex(where: { $0.name == name }) else { return nil }
    let extent = layout.entries[index].extent
    return (values(extent, in: step.memory, from: starts[index], of: lane), extent)
  }

  /// What one run takes into its next step.
  func state(ofLane lane: Int) -> RunState {
    var numbers = theta(ofLane: lane)
    for (entry, start) in zip(layout.entries, starts) {
      numbers += values(entry.extent, in: step.memory, from: start, of: lane)
    }
    let isLost = divergenceSteps[lane] != nil
    return RunState(
      divergenceStep: divergenceSteps[lane], values: isLost ? numbers.map { _ in 0 } : numbers)
  }

  /// Goes on from the states of all runs after the given number of steps.
  func resume(_ runs: [RunState], stepsDone: Int) {
    precondition(runs.count == laneCount)
    precondition(runs.allSatisfy { $0.values.count == layout.valueCount })
    var first = layout.parameterCount
    for (entry, start) in zip(layout.entries, starts) {
      let range = first..<first + layout.count(entry.extent)
      setValues(
        entry.extent, in: step.memory, from: start, to: runs.map { $0.values[range] })
      first = range.upperBound
    }
    setTheta(runs.map { $0.values[..<layout.parameterCount] })
    divergenceSteps = runs.map(\.divergenceStep)
    liveCount = divergenceSteps.count { $0 == nil }
    self.stepsDone = stepsDone
  }

  private func setTheta(_ runs: [ArraySlice<Double>]) {
    setValues(.perParameter, in: step.theta, from: 0, to: runs)
    step.start()
  }

  /// The numbers of one run in an array whose vectors begin at `start`.
  private func values(
    _ extent: StateLayout.Extent, in vectors: StateAccess<Lanes>, from start: Int = 0,
    of lane: Int
  ) -> [Double] {
    precondition(lane < laneCount)
    if case .parametersInLanes(let lone) = arrangement, case .perParameter = extent {
      return (0..<lone.parameterCount).map { p in
        let place = lone.lane(ofParameter: p)
        return Double(vectors.get(start + place / 16)[place % 16])
      }
    }
    return (0..<layout.count(extent)).map { Double(vectors.get(start + $0)[lane]) }
  }

  /// Replaces the numbers of all runs; lanes without a run do what the last one does.
  private func setValues(
    _ extent: StateLayout.Extent, in vectors: StateAccess<Lanes>, from start: Int,
    to runs: [ArraySlice<Double>]
  ) {
    if case .parametersInLanes(let lone) = arrangement, case .perParameter = extent {
      let numbers = runs[0]
      for index in 0..<lone.vectorCount {
        let places = 16 * index..<16 * index + 16
        vectors.set(
          start + index,
          Lanes(lanes: places.map { numbers[numbers.startIndex + lone.parameter(inLane: $0)] }))
      }
      return
    }
    for index in 0..<layout.count(extent) {
      vectors.set(start + index, Lanes(lanes: runs.map { $0[$0.startIndex + index] }))
    }
  }
}
