import Testing

@testable import Training

@Suite struct ScheduleTests {
  /// A rise over four steps, half a cosine over the next eight, whose middle has half of the way.
  @Test func aCosineRisesAndFalls() {
    let cosine = Cosine(warmup: 4, final: 0.2)
    let factors = (1...12).map { cosine.factor(atStep: $0, of: 12) }
    #expect(factors[..<4] == [0.25, 0.5, 0.75, 1])
    #expect(factors[4] == 1)
    #expect(abs(factors[8] - 0.6) < 1e-15)
    #expect(zip(factors[4...], factors[5...]).allSatisfy { $0 > $1 })
    // cos(7π/8) = −√((1 + 1/√2)/2).
    let last = -((1 + 0.5.squareRoot()) / 2).squareRoot()
    #expect(abs(factors[11] - (0.2 + 0.8 * 0.5 * (1 + last))) < 1e-15)
    #expect(Cosine(warmup: 0, final: 0).factor(atStep: 1, of: 7) == 1)
  }

  @Test func linearRisesAndFalls() {
    let linear = Linear(warmup: 2, final: 0.5)
    #expect((1...6).map { linear.factor(atStep: $0, of: 6) } == [0.5, 1, 1, 0.875, 0.75, 0.625])
    #expect(
      (1...4).map { Linear(warmup: 0, final: 0).factor(atStep: $0, of: 4) } == [1, 0.75, 0.5, 0.25])
  }

  @Test func theInverseRootPeaksAtTheEndOfWarmup() {
    let root = InverseRoot(warmup: 4)
    #expect((1...4).map { root.factor(atStep: $0, of: 99) } == [0.25, 0.5, 0.75, 1])
    #expect(root.factor(atStep: 16, of: 99) == 0.5 && root.factor(atStep: 64, of: 99) == 0.25)
    #expect(InverseRoot(warmup: 1).factor(atStep: 1, of: 9) == 1)
  }

  /// Steps up to the first of the list have the old value.
  @Test func stepsFallAfterTheirStep() {
    let step = StepDecay(at: [2, 4], factor: 0.5)
    #expect((1...6).map { step.factor(atStep: $0, of: 6) } == [1, 1, 0.5, 0.5, 0.25, 0.25])
  }

  @Test func theFactorOfTheStartIsThatOfTheFirstStep() {
    #expect(Schedule.linear(warmup: 4).factors(atSteps: [0, 1, 2], of: 9) == [0.25, 0.25, 0.5])
  }

  /// Every step is one of a run whose η is the schedule's, rounded once, on every path through a step.
  @Test(arguments: Model.samples, [Precision.float64, .float32])
  func everyStepTakesItsOwnStepSize(model: Model, precision: Precision) {
    let schedule = Schedule.cosine(warmup: 2, final: 0.1)
    for optimizer in Optimizer.all(for: model) {
      for noise in [NoiseSource.label(), .gradient()] {
        for count in [1, 5] {
          var batch = configuration(
            model: model, optimizer: optimizer, precision: precision, noise: noise,
            lanes: variedLanes(count, exponents: LaneParityTests.exponents), steps: 7,
            snapshotSteps: [7])
          batch.schedule = schedule
          for snapshot in trained(batch).snapshots {
            let expected =
              precision == .float64
              ? scheduled(ScalarReference<Double>(batch, lane: snapshot.lane), batch)
              : scheduled(ScalarReference<Float>(batch, lane: snapshot.lane), batch)
            #expect(bits(snapshot.theta) == bits(expected), "\(optimizer) \(noise) \(count)")
          }
        }
      }
    }
  }

  private func scheduled<Number: BinaryFloatingPoint>(
    _ start: ScalarReference<Number>, _ batch: TrainingConfiguration
  ) -> [Double] {
    var reference = start
    let stepSize = reference.parameters.stepSize
    for step in 1...batch.steps {
      reference.parameters.stepSize =
        stepSize * batch.schedule.kind.factor(atStep: step, of: batch.steps)
      reference.advance()
    }
    return reference.theta.map { Double($0) }
  }

  /// The step's number is all that it takes: a run that was suspended goes on as one that was not.
  @Test func aResumedRunGoesOnWithItsSchedule() throws {
    var batch = configuration(
      optimizer: .adam, lanes: variedLanes(3), steps: 9, snapshotSteps: [9])
    batch.schedule = .cosine(warmup: 3)
    var snapshots: [Snapshot] = []
    let outcome = train(
      batch, from: nil, askingEvery: 4, recording: { snapshots.append($0) },
      shouldContinue: { _ in false })
    guard case .suspended(let state) = outcome else {
      Issue.record("it was not suspended")
      return
    }
    _ = train(
      batch, from: state, recording: { snapshots.append($0) }, shouldContinue: { _ in true })
    #expect(snapshots == trained(batch).snapshots)
    // Where it ends is part of a schedule, and of nothing else.
    var longer = batch
    longer.steps = 20
    #expect(!state.fits(longer))
  }

  @Test func aConstantOneIsNone() {
    let batch = configuration(optimizer: .adam, lanes: variedLanes(3))
    #expect(batch.schedule.isConstant && !Schedule.cosine().isConstant)
    #expect(Schedule.cosine(warmup: 1) != .cosine(warmup: 2))
  }
}
