import DenseAlgebra
import TestSupport
import Testing
import Training

@testable import Theory

@Suite struct GeometryTests {
  /// Central differences with step 10⁻⁵ leave about 10⁻¹⁰ of curvature and 10⁻¹¹ of rounding.
  @Test(arguments: SmallProblem.allCases)
  func pushForwardIsTheDerivativeOfThePredictions(small: SmallProblem) {
    let direction = uniform(small.model.parameterCount, in: -1...1, seed: 1)
    let difference = centralDifference(small, along: direction) { $0.residuals }
    let exact = small.landscape.point(small.theta).pushForward(direction)
    #expect(relativeError(difference, exact) < 1e-8)
  }

  @Test(arguments: SmallProblem.allCases)
  func pullBackIsTheTransposeOfPushForward(small: SmallProblem) {
    let point = small.landscape.point(small.theta)
    let x = uniform(small.model.parameterCount, in: -1...1, seed: 2)
    let y = uniform(small.problem.sampleCount, in: -1...1, seed: 3)
    let (left, right) = (inner(point.pushForward(x), y), inner(x, point.pullBack(y)))
    #expect(abs(left - right) < 1e-12 * abs(left))
  }

  @Test(arguments: SmallProblem.allCases)
  func gramDiagonalHessianAndRowsAreThoseOfOneJacobian(small: SmallProblem) {
    let point = small.landscape.point(small.theta)
    let (n, count) = (small.problem.sampleCount, small.model.parameterCount)
    let rows = point.gradientRows(scaledBy: Array(repeating: 1, count: count)).map {
      numbers(of: $0, count: count)
    }
    let gram = point.gram(small.metric)
    for i in 0..<n {
      for k in 0...i {
        let expected = (0..<count).reduce(0) { $0 + rows[i][$1] * small.metric[$1] * rows[k][$1] }
        // Cancelling sums of up to 60 terms of order 10.
        #expect(abs(gram[i, k] - expected) < 1e-12 * gram[i, i])
      }
    }
    let h = (0..<count).map { p in rows.reduce(0) { $0 + $1[p] * $1[p] } / Double(n) }
    #expect(relativeError(point.diagonalHessian(), h) < 1e-14)
    #expect(
      relativeError(
        point.diagonalHessian(), small.model.diagonalHessian(at: small.theta, of: small.problem))
        < 1e-14)
  }

  /// ∇³L[S] up to a normal part is the gradient of tr(J S Jᵀ)/n with S held.
  @Test(arguments: SmallProblem.allCases)
  func curvatureIsTheGradientOfTheWeightedTrace(small: SmallProblem) {
    let direction = uniform(small.model.parameterCount, in: -1...1, seed: 4)
    let difference = centralDifference(small, along: direction) { point in
      let gram = point.gram(small.metric)
      return [(0..<gram.rowCount).reduce(0) { $0 + gram[$1, $1] } / Double(gram.rowCount)]
    }
    let exact = inner(small.landscape.point(small.theta).curvature(small.metric), direction)
    #expect(abs(difference[0] - exact) < 1e-8 * abs(exact))
  }

  @Test(arguments: SmallProblem.allCases)
  func curvatureAlongScaledGradientsIsThatOfTheDiagonal(small: SmallProblem) {
    let point = small.landscape.point(small.theta)
    let rows = point.gradientRows(scaledBy: small.metric)
    let directions = SampleBlocks(
      rowCount: small.problem.sampleCount, columnCount: small.model.parameterCount
    ) { rows[$0][$1 / 8][$1 % 8] }
    #expect(
      relativeError(point.curvature(along: directions), point.curvature(small.metric)) < 1e-13)
  }

  @Test func blocksOfAdamMiniShareTheirMean() {
    let net = AdaptiveRule(
      .adamMini(blockSize: 2), .diagonalNet(dimension: 3), exponent: 0.5, epsilon: 1e-6)
    #expect(net.averaged([1, 3, 5, 7, 9, 11]) == [2, 2, 5, 8, 8, 11])
    let factors = AdaptiveRule(
      .adamMini(blockSize: nil), .matrixFactorization(dimension: 2, width: 1, depth: 2),
      exponent: 0.5, epsilon: 1e-6)
    #expect(factors.averaged([1, 3, 5, 7]) == [2, 2, 5, 7])
    let layers = AdaptiveRule(
      .adalayer, .matrixFactorization(dimension: 2, width: 1, depth: 2), exponent: 0.5,
      epsilon: 1e-6)
    #expect(layers.averaged([1, 3, 5, 7]) == [2, 2, 6, 6])
  }

  @Test func metricAddsEpsilonAfterThePower() {
    let model = Model.diagonalNet(dimension: 1)
    let rule = AdaptiveRule(.adamE, model, exponent: 0.25, epsilon: 0.5)
    #expect(rule.metric([16, 0], count: 2) == [0.4, 2])
    let sgd = AdaptiveRule(.sgd, model, exponent: 0, epsilon: 0)
    #expect(sgd.metric([], count: 2) == [1, 1])
  }

  private func centralDifference(
    _ small: SmallProblem, along direction: [Double], _ value: (any PointGeometry) -> [Double]
  ) -> [Double] {
    let step = 1e-5
    let sides = [step, -step].map { h in
      value(small.landscape.point(zip(small.theta, direction).map { $0 + h * $1 }))
    }
    return zip(sides[0], sides[1]).map { ($0 - $1) / (2 * step) }
  }
}
