import Testing
import Training

@Suite struct GradientTests {
  /// One noiseless sgd step of size 1 moves by the gradient.
  ///
  /// The loss is a polynomial of degree 4,
  /// so central differences of step h are off by O(h²) = 1e-8 and roundings of 1e-16/h = 1e-12.
  @Test(arguments: DesignKind.allCases)
  func anSgdStepFollowsCentralDifferencesOfTheLoss(design: DesignKind) {
    let (n, d) = (5, 6)
    let problem = RegressionProblem.generated(
      design: design, samples: n, dimension: d, sparsity: 2, dataSeed: 3)
    let model = Model.diagonalNet(dimension: d)
    let theta: [Double] = [0.3, 0.35, 0.4, 0.45, 0.5, 0.05, 0.1, 0.15, 0.2, 0.25, -0.2, -0.15]
    func loss(_ theta: [Double]) -> Double {
      observables(
        of: theta, secondMoment: [], problem: problem, model: model,
        settings: ObservableSettings(exponent: 0, supportThreshold: 0.01)
      ).trainLoss
    }
    let after = trained(
      TrainingConfiguration(
        problem: problem, model: model, optimizer: .sgd, precision: .float64, noise: .none,
        initialParameters: theta, lanes: [LaneParameters(stepSize: 1)], steps: 1,
        snapshotSteps: [1])
    ).snapshots[0].theta
    let h = 1e-4
    for p in 0..<2 * d {
      var (up, down) = (theta, theta)
      up[p] += h
      down[p] -= h
      let difference = (loss(up) - loss(down)) / (2 * h)
      #expect(abs((theta[p] - after[p]) - difference) < 1e-6)
    }
  }
}
