import RandomStreams
import Testing

@testable import Training

@Suite struct TrainTests {
  @Test(arguments: [Precision.float64, .float32])
  func divergenceIsReportedAtItsExactStep(precision: Precision) {
    let lanes = [0.001, 0.3, 1, 5, 40, 1e200, 0.5, 2, 0.01, 10].map {
      LaneParameters(stepSize: $0, noiseScale: 0.5, noiseSeed: 4)
    }
    let batch = configuration(
      optimizer: .sgd, precision: precision, lanes: lanes, steps: 60,
      snapshotSteps: Array(0...60))
    let result = trained(batch)
    var diverged = 0
    for k in lanes.indices {
      let expected: Int?
      if precision == .float64 {
        var reference = ScalarReference<Double>(batch, lane: k)
        expected = reference.train(steps: 60)
      } else {
        var reference = ScalarReference<Float>(batch, lane: k)
        expected = reference.train(steps: 60)
      }
      #expect(result.statuses[k] == (expected.map { .diverged(atStep: $0) } ?? .completed))
      let recorded = result.snapshots.filter { $0.lane == k }.map(\.step)
      #expect(recorded == Array(0..<(expected ?? 61)))
      diverged += expected == nil ? 0 : 1
    }
    #expect(diverged > 3 && diverged < lanes.count)
    // In order of step, then lane.
    let order = result.snapshots.map { $0.step * 16 + $0.lane }
    #expect(order == order.sorted())
  }

  @Test func allDivergedEndsEarly() {
    let batch = configuration(
      optimizer: .sgd, lanes: [LaneParameters(stepSize: 1e200)], steps: 1 << 50,
      snapshotSteps: [1 << 49])
    let result = trained(batch)
    #expect(result.snapshots.isEmpty)
    #expect(result.statuses.count == 1 && result.statuses != [.completed])
  }

  @Test func snapshotsDoNotDisturbARun() {
    let quiet = configuration(optimizer: .adam, lanes: variedLanes(3))
    var busy = quiet
    busy.snapshotSteps = Array(0...40)
    let snapshots = trained(busy).snapshots
    #expect(snapshots.count == 3 * 41)
    #expect(snapshots.suffix(3) == trained(quiet).snapshots[...])
    #expect(snapshots[0].theta == quiet.initialParameters)
    #expect(snapshots[0].secondMoment == Array(repeating: 0, count: 74))
  }

  @Test func askedToStopItReturnsTheState() {
    let batch = configuration(
      optimizer: .adam, lanes: variedLanes(2), steps: 1 << 40, snapshotSteps: [])
    let interval = pollingInterval(batch)
    #expect(interval & (interval - 1) == 0 && interval >= 1 && interval <= 65_536)
    var asked: [Int] = []
    let result = train(
      batch, recording: { _ in },
      shouldContinue: { stepsDone in
        asked.append(stepsDone)
        return asked.count < 3
      })
    guard case .suspended(let state) = result else {
      Issue.record("it went on")
      return
    }
    #expect(state.stepsDone == 3 * interval)
    #expect(asked == [interval, 2 * interval, 3 * interval])
  }

  @Test func pollingIntervalFallsWithTheSize() {
    func interval(_ samples: Int, _ model: Model, _ noise: NoiseSource = .none) -> Int {
      pollingInterval(
        configuration(
          samples: samples, model: model, optimizer: .sgd, noise: noise, lanes: variedLanes(16)))
    }
    #expect(interval(1, .diagonalNet(dimension: 3)) > interval(50, .diagonalNet(dimension: 100)))
    #expect(
      interval(50, .diagonalNet(dimension: 100)) > interval(200, .diagonalNet(dimension: 1000)))
    let small = Model.matrixFactorization(dimension: 4, width: 4, depth: 2)
    let deep = Model.matrixFactorization(dimension: 4, width: 60, depth: 6)
    #expect(interval(3, small) > interval(3, deep))
    #expect(interval(3, small) > interval(3, small, .label(batch: 100_000)))
    #expect(interval(3, small) > interval(3, small, .gradient()))
  }

  /// Steps of the general path, with and without a model that has a fused one.
  @Test(arguments: Model.samples)
  func divergenceIsSeenOnEveryPath(model: Model) {
    let lanes = [1e-4, 50, 1e30, 1e200].map {
      LaneParameters(stepSize: $0, noiseScale: 0.5, noiseSeed: 4)
    }
    for optimizer in [Optimizer.sgd, .adalayer] {
      for noise in [NoiseSource.label(batch: 5), .gradient()] {
        let batch = configuration(
          model: model, optimizer: optimizer, noise: noise, lanes: lanes, steps: 60,
          snapshotSteps: Array(0...60))
        let result = trained(batch)
        for k in lanes.indices {
          var reference = ScalarReference<Double>(batch, lane: k)
          let expected = reference.train(steps: 60)
          #expect(result.statuses[k] == (expected.map { .diverged(atStep: $0) } ?? .completed))
          #expect(result.snapshots.count { $0.lane == k } == expected ?? 61)
        }
        #expect(result.statuses[0] == .completed && result.statuses[3] != .completed)
      }
    }
  }

  @Test func noStepsGiveTheInitialState() {
    let batch = configuration(
      optimizer: .adam, precision: .float32, lanes: variedLanes(2), steps: 0, snapshotSteps: [0])
    let result = trained(batch)
    #expect(result.statuses == [.completed, .completed])
    #expect(result.snapshots[1].theta == batch.initialParameters.map { Double(Float($0)) })
  }

  /// sgd steps of size 1 from θ = (1, 0) with y = 0 reveal ε: with z = 1, n = d = 1,
  /// r = 1 − ε and u₁ = 1 − 2r.
  @Test func labelNoiseComesFromItsAddress() {
    let problem = RegressionProblem(design: [1], targets: [0], truth: nil)
    for seed in 0..<20 as Range<UInt64> {
      let result = trained(
        TrainingConfiguration(
          problem: problem, model: .diagonalNet(dimension: 1), optimizer: .sgd,
          precision: .float64, noise: .label(), initialParameters: [1, 0],
          lanes: [
            LaneParameters(stepSize: 1, noiseScale: 0.5, noiseSeed: seed),
            LaneParameters(stepSize: 1, noiseScale: 0.25, noiseSeed: seed),
            LaneParameters(stepSize: 1, noiseScale: 0.5, noiseSeed: seed + 1),
          ], steps: 1, snapshotSteps: [1]))
      func sign(_ seed: UInt64) -> Double {
        RandomStream(seed: seed, purpose: .labelNoise, step: 1).bit(at: 0) ? 1 : -1
      }
      #expect(result.snapshots[0].theta == [1 - 2 * (1 - 0.5 * sign(seed)), 0])
      #expect(result.snapshots[1].theta == [1 - 2 * (1 - 0.25 * sign(seed)), 0])
      #expect(result.snapshots[2].theta == [1 - 2 * (1 - 0.5 * sign(seed + 1)), 0])
    }
  }

  /// More than 128 samples take more than one block, and given signs replay label noise exactly.
  @Test func givenSignsReplayLabelNoise() {
    let lanes = (0..<3).map {
      LaneParameters(stepSize: 0.01, noiseScale: 0.1 * Double($0), noiseSeed: 8)
    }
    let label = configuration(samples: 300, optimizer: .adam, lanes: lanes)
    var given = label
    given.noise = .given(
      signs: (1...40).map { step in
        let stream = RandomStream(seed: 8, purpose: .labelNoise, step: UInt64(step))
        return (0..<300).map { stream.bit(at: UInt64($0)) ? 1 : -1 }
      })
    #expect(trained(label).snapshots == trained(given).snapshots)
  }

  @Test func unorderedSnapshotStepsTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = trained(configuration(optimizer: .sgd, lanes: variedLanes(1), snapshotSteps: [3, 3]))
    }
  }

  @Test func seventeenRunsTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = trained(configuration(optimizer: .sgd, lanes: variedLanes(17)))
    }
  }

  @Test func anEmptyMinibatchTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = trained(
        configuration(optimizer: .sgd, noise: .label(batch: 0), lanes: variedLanes(1)))
    }
  }

  @Test func gradientNoiseNeedsAScaleForEveryParameter() async {
    await #expect(processExitsWith: .failure) {
      _ = trained(
        configuration(optimizer: .sgd, noise: .gradient(scales: [1]), lanes: variedLanes(1)))
    }
  }

  @Test func aSingleFactorTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = trained(
        configuration(
          model: .matrixFactorization(dimension: 3, width: 3, depth: 1), optimizer: .sgd,
          lanes: variedLanes(1)))
    }
  }
}
