import Testing
import Training

@Suite struct BiasCorrectionTests {
  /// With η small θ hardly moves, so that g is constant: then m = c₁ g and v = c₂ g² at every step,
  /// and the corrected direction is g / (|g| + ε) = ±1, the plain one ± c₁ / √c₂.
  ///
  /// Relative change of g: 100 steps of 1e-12. The plain one is compared with 1 − βᵗ by powers.
  @Test(arguments: [Optimizer.adam, .adamE, .adamMini(blockSize: 1)])
  func aConstantGradientGivesUnitSteps(optimizer: Optimizer) {
    let (eta, steps) = (1e-12, 100)
    var batch = configuration(
      optimizer: optimizer, noise: .none,
      lanes: [LaneParameters(stepSize: eta, oneMinusBeta2: 0.001, epsilon: 0)], steps: steps,
      snapshotSteps: Array(0...steps))
    func moves() -> [[Double]] {
      let thetas = trained(batch).snapshots.map(\.theta)
      return zip(thetas.dropFirst(), thetas).map { new, old in
        zip(new, old).map { abs($0 - $1) / eta }
      }
    }
    // A difference of θ < 1 is rounded to 2⁻⁵³, 1e-4 of η.
    let plain = moves()
    var (power1, power2) = (1.0, 1.0)
    for move in plain {
      power1 *= 0.9
      power2 *= 0.999
      let expected = (1 - power1) / (1 - power2).squareRoot()
      for x in move { #expect(abs(x - expected) < 1e-3) }
    }
    batch.optimizer = batch.optimizer.correctingBias()
    for move in moves() {
      for x in move { #expect(abs(x - 1) < 1e-3) }
    }
  }

  /// rmsprop has no first moment to correct: only its first step is compared, g / √(v/c₂) = ±1.
  @Test func rmspropCorrectsTheSecondMomentAlone() {
    var batch = configuration(
      optimizer: .rmsprop, noise: .none,
      lanes: [LaneParameters(stepSize: 0.01, beta1: 0.9, oneMinusBeta2: 0.01, epsilon: 0)],
      steps: 1, snapshotSteps: [1])
    for (corrects, size) in [(false, 0.1), (true, 0.01)] {
      batch.optimizer = batch.optimizer.correctingBias(corrects)
      for (new, old) in zip(trained(batch).snapshots[0].theta, batch.initialParameters) {
        #expect(abs(abs(new - old) - size) < 1e-15)
      }
    }
  }
}
