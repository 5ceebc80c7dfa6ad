import Testing

@testable import Training

@Suite struct FusedStepTests {
  /// The one pass over a diagonal net's parameters and the separate passes give the same bits.
  @Test(arguments: [Optimizer.sgd, .rmsprop, .adam, .adamE], [Precision.float64, .float32])
  func fusedAndSeparatePassesAgree(optimizer: Optimizer, precision: Precision) {
    for correctsBias in [false, true] {
      for noise in [NoiseSource.none, .label(), .label(distribution: .gaussian, batch: 9)] {
        let batch = configuration(
          optimizer: optimizer, precision: precision, correctsBias: correctsBias, noise: noise,
          lanes: variedLanes(11, exponents: [0.5, 0.25, 0.75, 0.8]))
        let fused = makeLaneGroups(batch)
        let separate = makeLaneGroups(batch, layout: .separatePasses)
        for (a, b) in zip(fused, separate) {
          a.advance(50)
          b.advance(50)
          for k in 0..<a.laneCount {
            #expect(bits(a.theta(k)) == bits(b.theta(k)))
            #expect(bits(a.secondMoment(k)) == bits(b.secondMoment(k)))
            #expect(a.theta(k) != batch.initialParameters)
          }
        }
      }
    }
  }
}
