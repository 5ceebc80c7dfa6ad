import Testing

@testable import Training

@Suite struct TrainingStateTests {
  /// Every optimizer × noise × model, both precisions, every vector width, with and without bias
  /// correction, one lane of the batch diverging early: suspended after every interval and resumed
  /// from its bytes, a batch records what it records in one go.
  @Test(arguments: Model.samples, [Precision.float64, .float32])
  func aResumedBatchIsOneThatNeverStopped(model: Model, precision: Precision) {
    for optimizer in Optimizer.all(for: model) {
      for noise in NoiseSource.all(parameterCount: model.parameterCount) {
        for (count, correctsBias) in [(1, true), (3, false), (5, true), (11, false), (16, true)] {
          var lanes = variedLanes(count, exponents: LaneParityTests.exponents)
          if count > 3 { lanes[2].stepSize = 1e30 }
          let batch = configuration(
            model: model, optimizer: optimizer, precision: precision, correctsBias: correctsBias,
            noise: noise, lanes: lanes, steps: 10, snapshotSteps: [0, 3, 4, 5, 8, 10])
          let whole = trained(batch)
          let pieces = trainedInPieces(batch, ofLength: 4)
          #expect(whole.statuses == pieces.statuses, "\(optimizer) \(noise) \(count)")
          #expect(whole.snapshots == pieces.snapshots, "\(optimizer) \(noise) \(count)")
          #expect(pieces.states.map(\.stepsDone) == [4, 8])
        }
      }
    }
  }

  /// A snapshot at the step of suspension is recorded before it, and not again after it.
  @Test(arguments: 1...7)
  func snapshotsAtAnyBoundaryAreRecordedOnce(interval: Int) {
    for snapshotSteps in [[], [0], [7], [0, 7, 12], Array(0...12)] {
      let batch = configuration(
        optimizer: .adam, lanes: variedLanes(3), steps: 12, snapshotSteps: snapshotSteps)
      let whole = trained(batch)
      let pieces = trainedInPieces(batch, ofLength: interval)
      #expect(whole.snapshots == pieces.snapshots)
      #expect(
        pieces.states.map(\.stepsDone) == Array(stride(from: interval, to: 12, by: interval)))
    }
  }

  /// How lanes are laid out in vectors does not show in a state, nor does the way to it.
  @Test func aStateDependsOnTheRunsAlone() throws {
    let lanes = variedLanes(5)
    let batch = configuration(
      optimizer: .adam, correctsBias: true, lanes: lanes, steps: 12, snapshotSteps: [])
    let direct = try #require(suspended(batch, atStep: 8))
    let stepwise = try #require(trainedInPieces(batch, ofLength: 4).states.last)
    #expect(direct == stepwise)
    for (k, lane) in lanes.enumerated() {
      let one = selecting([lane], of: batch)
      let alone = try #require(suspended(one, atStep: 8))
      #expect(alone.runs(of: one)?.first == direct.runs(of: batch)?[k])
    }
  }

  @Test func aLongerRunGoesOnFromAState() throws {
    let batch = configuration(
      optimizer: .adam, lanes: variedLanes(2), steps: 8, snapshotSteps: [8])
    var longer = batch
    longer.steps = 20
    longer.snapshotSteps = [20]
    let state = try #require(suspended(batch, atStep: 4))
    #expect(state.fits(longer))
    var snapshots: [Snapshot] = []
    _ = train(
      longer, from: state, recording: { snapshots.append($0) }, shouldContinue: { _ in true })
    #expect(snapshots == trained(longer).snapshots)
  }

  @Test func statesOfOtherConfigurationsAreRefused() throws {
    let batch = configuration(
      optimizer: .adam, lanes: variedLanes(3), steps: 12, snapshotSteps: [])
    let state = try #require(suspended(batch, atStep: 8))
    #expect(state.fits(batch))
    let changes: [(inout TrainingConfiguration) -> Void] = [
      { $0.steps = 7 }, { $0.optimizer = .rmsprop }, { $0.optimizer = .adamE },
      { $0.optimizer = .adamMini(blockSize: 5) }, { $0.precision = .float32 },
      { $0.optimizer = .adam(correctsBias: true) },
      { $0.initialSecondMoment = Array(repeating: 0.5, count: $0.model.parameterCount) },
      { $0.noise = .none }, { $0.noise = .label(batch: 3) },
      { $0.noise = .label(distribution: .gaussian) }, { $0.noise = .gradient() },
      { $0.lanes[1].stepSize = 1 }, { $0.lanes[2].noiseSeed = 77 }, { $0.lanes.removeLast() },
      { $0.lanes.swapAt(0, 1) }, { $0.initialParameters[3] = 0 },
      {
        $0.problem = RegressionProblem(
          design: Array(repeating: 1, count: 21 * 37), targets: $0.problem.targets, truth: nil)
      },
      {
        let other = configuration(dimension: 38, optimizer: .adam, lanes: [])
        $0.problem = other.problem
        $0.model = other.model
        $0.initialParameters = other.initialParameters
      },
    ]
    for (index, change) in changes.enumerated() {
      var other = batch
      change(&other)
      #expect(!state.fits(other), "change \(index)")
    }
  }

  /// Every number of a lane is part of what its trajectory follows from.
  @Test func aStateOfOtherLanesIsRefused() throws {
    let batch = configuration(
      optimizer: .adamE, lanes: variedLanes(3), steps: 12, snapshotSteps: [])
    let state = try #require(suspended(batch, atStep: 8))
    #expect(state.fits(batch))
    let numbers: [WritableKeyPath<LaneParameters, Double>] = [
      \.stepSize, \.beta1, \.oneMinusBeta2, \.exponent, \.epsilon, \.noiseScale,
    ]
    for (index, number) in numbers.enumerated() {
      var other = batch
      other.lanes[1][keyPath: number] = batch.lanes[1][keyPath: number].nextUp
      #expect(!state.fits(other), "number \(index)")
    }
  }

  /// Every byte is covered by the digest, whose steps are bijections: any flip within one word shows.
  @Test func damagedBytesAreRefused() throws {
    for precision in Precision.allCases {
      let batch = configuration(
        dimension: 3, optimizer: .adam, precision: precision, lanes: variedLanes(3), steps: 12,
        snapshotSteps: [])
      let state = try #require(suspended(batch, atStep: 8))
      #expect(TrainingState(bytes: state.bytes) == state)
      for position in state.bytes.indices {
        var bytes = state.bytes
        bytes[position] ^= 1 << (position % 8)
        #expect(TrainingState(bytes: bytes) == nil, "byte \(position)")
        #expect(TrainingState(bytes: Array(state.bytes[..<position])) == nil)
      }
      #expect(TrainingState(bytes: state.bytes + [0]) == nil)
      #expect(TrainingState(bytes: state.bytes + state.bytes) == nil)
    }
  }

  @Test func goingOnFromTheStateOfAnotherConfigurationTraps() async {
    await #expect(processExitsWith: .failure) {
      let batch = configuration(
        optimizer: .adam, lanes: variedLanes(3), steps: 12, snapshotSteps: [])
      guard let state = suspended(batch, atStep: 8) else { return }
      _ = train(
        selecting(variedLanes(2), of: batch), from: state, recording: { _ in },
        shouldContinue: { _ in true })
    }
  }
}

/// The state of a batch after so many steps, or nil if it ends before.
private func suspended(_ configuration: TrainingConfiguration, atStep step: Int) -> TrainingState? {
  let outcome = train(
    configuration, from: nil, askingEvery: step, recording: { _ in }, shouldContinue: { _ in false }
  )
  return if case .suspended(let state) = outcome { state } else { nil }
}

/// Trains in pieces of the given length, going from one to the next through bytes.
private func trainedInPieces(_ configuration: TrainingConfiguration, ofLength length: Int) -> (
  snapshots: [Snapshot], statuses: [RunStatus], states: [TrainingState]
) {
  var snapshots: [Snapshot] = []
  var states: [TrainingState] = []
  while true {
    let outcome = train(
      configuration, from: states.last, askingEvery: length, recording: { snapshots.append($0) },
      shouldContinue: { _ in false })
    switch outcome {
    case .finished(let statuses): return (snapshots, statuses, states)
    case .suspended(let state):
      guard let copy = TrainingState(bytes: state.bytes), copy.fits(configuration),
        state.stepsDone > states.last?.stepsDone ?? 0
      else { return (snapshots, [], states) }
      states.append(copy)
    }
  }
}
