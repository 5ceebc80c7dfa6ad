import Testing
import Training

@Suite struct GradientTests {
  static let models: [Model] = [
    .diagonalNet(dimension: 6), .matrixFactorization(dimension: 3, width: 2, depth: 2),
    .matrixFactorization(dimension: 4, width: 5, depth: 2),
    .matrixFactorization(dimension: 3, width: 4, depth: 3),
    .matrixFactorization(dimension: 3, width: 1, depth: 4),
    .matrixFactorization(dimension: 2, width: 5, depth: 4),
  ]

  /// One noiseless sgd step of size 1 moves by the gradient.
  ///
  /// The loss is a polynomial with derivatives of order 10, so central differences of step h are off
  /// by O(h²) = 1e-8 times those, and roundings of 1e-16/h = 1e-12.
  @Test(arguments: DesignKind.allCases, models)
  func anSgdStepFollowsCentralDifferencesOfTheLoss(design: DesignKind, model: Model) {
    let batch = configuration(
      design: design, samples: 5, model: model, optimizer: .sgd, noise: .none,
      lanes: [LaneParameters(stepSize: 1)], steps: 1, snapshotSteps: [1])
    let theta = pattern(model.parameterCount)
    var start = batch
    start.initialParameters = theta
    let after = trained(start).snapshots[0].theta
    func loss(_ theta: [Double]) -> Double {
      observables(
        of: theta, secondMoment: [], problem: batch.problem, model: model,
        settings: ObservableSettings(exponent: 0, supportThreshold: 0.01)
      ).trainLoss
    }
    let h = 1e-4
    var largest = 0.0
    for p in theta.indices {
      let difference = (loss(moving(theta, p, h)) - loss(moving(theta, p, -h))) / (2 * h)
      let error = abs(theta[p] - after[p] - difference)
      #expect(error < 1e-6 * max(1, abs(difference)))
      largest = max(largest, abs(difference))
    }
    #expect(largest > 0.01)
  }

  /// diag(JᵀJ/n) from central differences of the predictions.
  @Test(arguments: models)
  func diagonalHessianIsTheMeanSquareOfPredictionSlopes(model: Model) {
    let problem = configuration(
      design: .gaussian, samples: 11, model: model, optimizer: .sgd, lanes: variedLanes(1)
    ).problem
    let theta = pattern(model.parameterCount)
    let diagonal = model.diagonalHessian(at: theta, of: problem)
    #expect(diagonal.count == theta.count)
    let h = 1e-4
    for p in theta.indices {
      let up = model.signal(of: moving(theta, p, h))
      let down = model.signal(of: moving(theta, p, -h))
      let squares = (0..<11).reduce(0.0) { sum, i in
        let slope = up.indices.reduce(0.0) {
          $0 + problem.designEntry(i, $1) * (up[$1] - down[$1]) / (2 * h)
        }
        return sum + slope * slope
      }
      // w is at most quadratic in a single parameter, so only rounding is left: 1e-16/h.
      #expect(abs(diagonal[p] - squares / 11) < 1e-10 * max(1, diagonal[p]))
    }
  }

  /// Numbers between −0.2 and 0.8 without the symmetry of an initial state.
  private func pattern(_ count: Int) -> [Double] {
    (0..<count).map { (index: Int) -> Double in Double(index * 7 % 11) / 10 - 0.2 }
  }

  private func moving(_ theta: [Double], _ index: Int, _ h: Double) -> [Double] {
    var result = theta
    result[index] += h
    return result
  }
}
