import Testing

@testable import Training

@Suite struct LossTests {
  static let losses: [Loss] = [.squared, .logistic, .exponential, .huber(delta: 1.5)]

  /// Slope and curvature are central differences of value and slope; lanes have the slope's bits.
  @Test(arguments: losses) func derivativesAreThoseOfTheValue(loss: Loss) {
    let h = 1e-5
    guard case .scalar(let kind) = loss.form else {
      Issue.record("a loss of one prediction")
      return
    }
    for y in [1.0, -1] {
      for f in stride(from: -4.0, through: 4, by: 0.37) {
        // Differences across the kinks of huber say nothing.
        if kind is Huber, abs(abs(f - y) - 1.5) < 1e-3 { continue }
        let slope = (kind.value(f + h, y) - kind.value(f - h, y)) / (2 * h)
        // Off by h² times the third derivative, and by 1e-16 / h.
        #expect(abs(kind.residual(f, y) - slope) < 1e-8)
        let curvature = (kind.residual(f + h, y) - kind.residual(f - h, y)) / (2 * h)
        #expect(abs(kind.curvature(f, y) - curvature) < 1e-8)
        #expect(laneSlope(kind, f, y) == kind.residual(f, y))
      }
      if let f = kind.minimizer(y) { #expect(kind.residual(f, y) == 0) }
    }
  }

  private func laneSlope(_ kind: some ScalarLoss, _ f: Double, _ y: Double) -> Double {
    kind.residual(SIMD4<Double>(repeating: f), SIMD4(repeating: y))[2]
  }

  /// Far out the logistic loss is linear or 0, without overflow.
  @Test func theLogisticLossKeepsItsTails() {
    let logistic = Logistic()
    #expect(logistic.value(-1000, 1) == 1000 && logistic.residual(-1000, 1) == -1)
    #expect(logistic.value(1000, 1) == 0 && logistic.residual(1000, 1) == 0)
    #expect(logistic.residual(1000, -1) == 1 && logistic.minimizer(1) == nil)
  }

  /// A problem whose targets are the signs of its own.
  private func logistic(
    _ model: Model, _ optimizer: Optimizer, _ noise: NoiseSource, lanes: Int,
    design: DesignKind = .gaussian
  ) -> TrainingConfiguration {
    var batch = configuration(
      design: design, model: model, optimizer: optimizer, noise: noise,
      lanes: variedLanes(lanes, exponents: LaneParityTests.exponents), steps: 6,
      snapshotSteps: [6])
    let (n, q) = (batch.problem.sampleCount, batch.problem.signalCount)
    batch.problem = RegressionProblem(
      design: (0..<n * q).map { batch.problem.designEntry($0 / q, $0 % q) },
      targets: batch.problem.targets.map { $0 < 0 ? -1 : 1 }, truth: nil)
    batch.loss = .logistic
    return batch
  }

  /// In lanes, by itself, fused and not: the bits of the scalar reference.
  @Test(arguments: Model.samples)
  func trainingUnderTheLogisticLossHasTheBitsOfTheScalarReference(model: Model) {
    for optimizer in Optimizer.all(for: model) {
      for noise in [NoiseSource.none, .gradient()] {
        for count in [1, 5] {
          let batch = logistic(model, optimizer, noise, lanes: count)
          let snapshots = trained(batch).snapshots
          // Where β₂ = 0 the centered rule divides by ε alone.
          #expect(snapshots.count == count || optimizer.divergesWithoutMemory)
          for snapshot in snapshots {
            var reference = ScalarReference<Double>(batch, lane: snapshot.lane)
            _ = reference.train(steps: 6)
            #expect(bits(snapshot.theta) == bits(reference.theta), "\(optimizer) \(noise)")
          }
        }
      }
    }
  }

  /// In single precision, where there is no scalar σ: both layouts agree.
  @Test(arguments: Model.samples, DesignKind.allCases)
  func bothLayoutsAgreeInSinglePrecision(model: Model, design: DesignKind) {
    var batch = logistic(model, .adam, .none, lanes: 5, design: design)
    batch.precision = .float32
    let side = makeLaneGroups(batch, layout: .runsInLanes)[0]
    side.advance(6)
    for (k, run) in makeLaneGroups(batch, layout: .parametersInLanes).enumerated() {
      run.advance(6)
      #expect(run.state(0) == side.state(k))
      #expect(run.theta(0) != batch.initialParameters)
    }
  }
}
