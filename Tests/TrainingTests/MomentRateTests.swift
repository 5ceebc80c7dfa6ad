import Testing

@testable import Training

@Suite struct MomentRateTests {
  /// The moment of one run after a step.
  private func average<Scalar: LookupScalar>(
    _ old: Scalar, _ new: Scalar, decay: Double
  ) -> Scalar {
    let rates = MomentRates<SIMD4<Scalar>>(
      LaneValues(runs: [LaneParameters(stepSize: 1, beta1: decay, oneMinusBeta2: 1 - decay)]))
    let (x, y) = (SIMD4(repeating: old), SIMD4(repeating: new))
    let isFast = rates.second.forgetsFast
    let result = rates.second.average(x, y, forgettingFast: isFast)[0]
    if !isFast { #expect(rates.second.average(x, y, forgettingFast: true)[0] == result) }
    return result
  }

  /// A moment that nothing is kept of is what came in last, however small beside the one before.
  @Test func aMomentWithoutMemoryIsTheNewValue() {
    for exponent in stride(from: -300, through: 150, by: 7) {
      let new = Double(sign: .plus, exponent: exponent, significand: 1.234)
      #expect(average(1.5, new, decay: 0) == new)
    }
    #expect(average(Float(2.25), 1e-8, decay: 0) == 1e-8)
    #expect(average(Float(-1e20), 3e-20, decay: 0) == 3e-20)
  }

  @Test func aMomentThatForgetsNothingStays() {
    #expect(average(1e-30, 1.5, decay: 1) == 1e-30)
  }

  /// In single precision against double: no part is lost, for decays from 0 to nearly 1 and values of
  /// very different size.
  @Test func noDecayLosesTheSmallerValue() {
    let decays = [0, 1e-9, 1e-6, 1e-3, 0.1, 0.3, 0.49, 0.5, 0.51, 0.7, 0.9, 0.999, 1 - 1e-6]
    for decay in decays {
      for old: Float in [0, 3e-12, 0.1, 1.7, 4e9] {
        for new: Float in [0, 1e-15, 2e-6, 0.3, 1.3, 7e8] {
          let beta = decay >= 0.5 ? 1 - Double(Float(1 - decay)) : Double(Float(decay))
          let exact = beta * Double(old) + (1 - beta) * Double(new)
          let found = Double(average(old, new, decay: decay))
          #expect(abs(found - exact) <= 0x1p-22 * exact, "\(decay) of \(old), \(new)")
        }
      }
    }
  }

  /// Up to ½ runs have the bits that they always had.
  @Test func slowDecaysGoFromTheOldValue() {
    for decay in [0.5, 0.75, 0.9, 0.99] {
      let (old, new) = (0.7123456, 3.987654321)
      let classic = old.addingProduct(1 - decay, new - old)
      #expect(average(old, new, decay: decay) == classic)
    }
  }

  /// Of two forms that are as exact it is the one that runs always had, also in its last bit.
  @Test func aDecayOfOneHalfGoesFromTheOldValue() {
    let (old, new) = (0.134, 4.237)
    let classic = old.addingProduct(0.5, new - old)
    #expect(classic != new.addingProduct(-0.5, new - old))
    #expect(average(old, new, decay: 0.5) == classic)
  }

  /// A gradient that falls by orders of magnitude from a step to the next is divided by its own size.
  ///
  /// One weight w = u² under a decay of 0, or nearly; y is so that the first step ends beside √y.
  @Test(arguments: [Optimizer.rmsprop, .adam, .adamE, .adamMini(blockSize: 1), .adalayer])
  func aGradientThatFallsIsDividedByItself(optimizer: Optimizer) {
    for precision in [Precision.float64, .float32] {
      for decay in [0, 1e-10] {
        let fall = precision == .float64 ? 1e-9 : 1e-4
        let (path, y) = falling(by: fall, decay: decay, precision)
        var batch = configuration(
          design: .gaussian, samples: 1, dimension: 1, optimizer: optimizer, precision: precision,
          noise: .none,
          lanes: [
            LaneParameters(stepSize: 0.01, beta1: 0.9),
            LaneParameters(stepSize: 0.5, beta1: 0, oneMinusBeta2: 1 - decay, epsilon: 1e-12),
          ], steps: 2, snapshotSteps: [1, 2])
        batch.problem = RegressionProblem(design: [1], targets: [y], truth: [0])
        batch.initialParameters = [1, 0]
        let snapshots = trained(batch).snapshots.filter { $0.lane == 1 }
        let found = snapshots.map { $0.theta[0] }
        let tolerance = precision == .float64 ? 1e-5 : 1e-2
        #expect(abs(found[0] - path[0]) < tolerance, "\(precision)")
        #expect(abs(found[1] - path[1]) < tolerance, "\(precision), 1 − β₂ = \(1 - decay)")
      }
    }
  }

  /// u after one step and two, without cancellation, and the target that lies a little below where the
  /// first step ends.
  private func falling(
    by gap: Double, decay: Double, _ precision: Precision
  ) -> (path: [Double], target: Double) {
    func path(_ y: Double) -> [Double] {
      var (u, v, path) = (1.0, 0.0, [Double]())
      for _ in 0..<2 {
        let g = 2 * u * (u * u - y)
        v = decay * v + (1 - decay) * g * g
        u -= 0.5 * g / (v.squareRoot() + 1e-12)
        path.append(u)
      }
      return path
    }
    var y = 0.0
    for _ in 0..<50 { y = path(y)[0] * path(y)[0] - gap }
    if precision == .float32 { y = Double(Float(y)) }
    return (path(y), y)
  }
}
