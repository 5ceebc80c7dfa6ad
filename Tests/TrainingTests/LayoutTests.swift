import Testing

@testable import Training

/// Runs side by side and runs by themselves have the same bits.
@Suite struct LayoutTests {
  static let noises: [NoiseSource] = [
    .none, .label(), .label(distribution: .gaussian),
    .given(signs: (0..<20).map { step in (0..<130).map { (step * 7 + $0 * 3) % 5 < 2 ? -1 : 1 } }),
  ]

  /// Also where there are no look-ups in registers: the portable ones are tested too.
  @Test(arguments: [Optimizer.sgd, .rmsprop, .adam, .adamE], DesignKind.allCases)
  func aRunByItselfHasTheBitsOfOneInALane(optimizer: Optimizer, design: DesignKind) {
    for precision in [Precision.float64, .float32] {
      expectSameBits(optimizer, design, precision)
    }
  }

  private func expectSameBits(
    _ optimizer: Optimizer, _ design: DesignKind, _ precision: Precision
  ) {
    for (samples, dimension) in [(21, 37), (32, 64), (130, 33), (1, 1), (33, 4), (40, 1100)] {
      for (index, noise) in Self.noises.enumerated() where index < 3 || samples == 130 {
        let batch = configuration(
          design: design, samples: samples, dimension: dimension, optimizer: optimizer,
          precision: precision,
          correctsBias: index == 1, noise: noise,
          lanes: variedLanes(5, exponents: LaneParityTests.exponents), steps: 20)
        let side = makeLaneGroups(batch, layout: .runsInLanes)
        let alone = makeLaneGroups(batch, layout: .coordinatesInLanes)
        #expect(side.count == 1 && alone.count == 5)
        for steps in [7, 20] {
          side[0].advance(steps)
          for (k, run) in alone.enumerated() {
            run.advance(steps)
            #expect(
              bits(run.theta(0)) == bits(side[0].theta(k)), "\(samples) \(dimension) \(index)")
            #expect(bits(run.secondMoment(0)) == bits(side[0].secondMoment(k)))
            #expect(run.state(0) == side[0].state(k))
          }
        }
      }
    }
  }

  @Test(arguments: [Precision.float64, .float32], DesignKind.allCases)
  func aRunByItselfGoesOnFromTheStateOfOneInALane(precision: Precision, design: DesignKind) {
    for optimizer in [Optimizer.sgd, .rmsprop, .adam] {
      let batch = configuration(
        design: design, optimizer: optimizer, precision: precision, correctsBias: true,
        lanes: variedLanes(3))
      let side = makeLaneGroups(batch, layout: .runsInLanes)[0]
      let alone = makeLaneGroups(batch, layout: .coordinatesInLanes)
      side.advance(9)
      for (k, run) in alone.enumerated() { run.resume([side.state(k)], 9) }
      side.advance(25)
      for (k, run) in alone.enumerated() {
        run.advance(25)
        #expect(run.state(0) == side.state(k))
      }
    }
  }

  @Test(arguments: DesignKind.allCases)
  func aRunByItselfDivergesAtTheSameStep(design: DesignKind) {
    let lanes = [1e-4, 50, 1e30, 1e200].map {
      LaneParameters(stepSize: $0, noiseScale: 0.5, noiseSeed: 4)
    }
    let batch = configuration(
      design: design, optimizer: .sgd, lanes: lanes, steps: 60, snapshotSteps: [])
    let side = makeLaneGroups(batch, layout: .runsInLanes)[0]
    let alone = makeLaneGroups(batch, layout: .coordinatesInLanes)
    side.advance(60)
    for run in alone { run.advance(60) }
    #expect(alone.flatMap { $0.divergenceSteps() } == side.divergenceSteps())
    #expect(side.divergenceSteps()[3] != nil && side.divergenceSteps()[0] == nil)
  }
}
