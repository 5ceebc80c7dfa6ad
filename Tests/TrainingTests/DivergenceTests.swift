import Testing

@testable import Training

@Suite struct DivergenceTests {
  /// The loop looks at θ alone, so that a rule must not hide a gradient that is not finite: the
  /// parameters are finite, their products are not.
  @Test(arguments: Model.products, [Precision.float64, .float32])
  func everyOptimizerLetsThroughWhatIsNotFinite(model: Model, precision: Precision) {
    for optimizer in Optimizer.all(for: model) {
      for correctsBias in [false, true] {
        for count in [1, 5] {
          var batch = configuration(
            model: model, optimizer: optimizer, precision: precision, correctsBias: correctsBias,
            lanes: variedLanes(count, exponents: LaneParityTests.exponents), steps: 3,
            snapshotSteps: [])
          let huge = precision == .float64 ? 1e200 : 1e30
          batch.initialParameters = batch.initialParameters.map { $0 < 0 ? -huge : huge }
          #expect(
            trained(batch).statuses.allSatisfy { $0 == .diverged(atStep: 1) },
            "\(optimizer) \(correctsBias) \(count)")
        }
      }
    }
  }
}
