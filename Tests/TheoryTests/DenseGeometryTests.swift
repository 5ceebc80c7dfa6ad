import DenseAlgebra
import TestSupport
import Testing
import Training

@testable import Theory

@Suite struct DenseGeometryTests {
  /// A separable model has the same geometry where its J is formed; some roundings apart.
  @Test(arguments: [SmallProblem.diagonalSign, .diagonalGaussian])
  func closedFormsAreThoseOfTheJacobian(small: SmallProblem) {
    let model = small.model.perSample(on: small.problem)
    let dense = DenseGeometry(model, targets: small.problem.targets, small.theta)
    let closed = small.landscape.point(small.theta)
    #expect(closed is SeparableGeometry)
    let (n, count) = (small.problem.sampleCount, small.theta.count)
    let x = uniform(count, in: -1...1, seed: 1)
    let y = uniform(n, in: -1...1, seed: 2)
    #expect(dense.residuals == closed.residuals)
    #expect(relativeError(dense.pushForward(x), closed.pushForward(x)) < 1e-14)
    #expect(relativeError(dense.pullBack(y), closed.pullBack(y)) < 1e-14)
    #expect(
      relativeError(
        dense.gram(small.metric).vectors.flatMap { v in (0..<8).map { v[$0] } },
        closed.gram(small.metric).vectors.flatMap { v in (0..<8).map { v[$0] } }) < 1e-14)
    #expect(relativeError(dense.diagonalHessian(), closed.diagonalHessian()) < 1e-14)
    #expect(dense.gradientRows(scaledBy: x) == closed.gradientRows(scaledBy: x))
    #expect(relativeError(dense.curvature(small.metric), closed.curvature(small.metric)) < 1e-14)
    let directions = SampleBlocks(rowCount: n, columnCount: count) { x[$1] * y[$0] }
    #expect(
      relativeError(dense.curvature(along: directions), closed.curvature(along: directions))
        < 1e-14)
  }

  /// So projection, stationarity and the slow equations agree, too, whatever way they take.
  @Test func solutionsDoNotDependOnTheWay() throws {
    let small = SmallProblem.diagonalSign
    let closed = small.landscape
    let dense = Landscape(Formed(model: closed.model), targets: closed.targets)
    #expect(dense.point(small.theta) is DenseGeometry)
    let projections = [closed, dense].map { $0.project(small.theta, metric: small.metric).theta }
    #expect(relativeError(projections[1], projections[0]) < 1e-12)
    let residuals = [closed, dense].map {
      $0.stationarity(at: projections[0], RestWeights(exponent: 0.5))
    }
    #expect(abs(residuals[1] - residuals[0]) < 1e-11)
    let rule = AdaptiveRule(.adam, small.model, exponent: 0.5, epsilon: 1e-6)
    let drifts = try [closed, dense].map { landscape in
      let field = SlowVectorField(landscape: landscape, rule: rule, alpha: 0.01)
      return try #require(
        field.drift(
          at: landscape.point(projections[0]), metric: .diagonal(small.metric), time: 0))
    }
    #expect(relativeError(drifts[1], drifts[0]) < 1e-12)
    #expect(dense.model.keepsSigns && dense.model.vanishingGroups.count == small.theta.count)
  }
}

/// A model of which nothing but samples is known.
private struct Formed: PerSample {
  let model: any PerSample
  var parameterCount: Int { model.parameterCount }
  var sampleCount: Int { model.sampleCount }
  var keepsSigns: Bool { model.keepsSigns }
  var vanishingGroups: [[Int]] { model.vanishingGroups }
  func point(_ theta: [Double]) -> any PerSamplePoint { model.point(theta) }
}
