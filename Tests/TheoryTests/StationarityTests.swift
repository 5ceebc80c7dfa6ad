import TestSupport
import Testing
import Theory
import Training

@Suite struct StationarityTests {
  @Test func everyReferenceValueIsMet() throws {
    let cases = try golden(GoldenManifold.self, "slow-manifold.json").cases
    #expect(cases.count == 4)
    for reference in cases {
      let model = reference.model.model
      let projected = project(reference.theta0, onto: reference.problem, model: model, metric: nil)
      #expect(relativeError(projected.theta, reference.onManifold.theta) < 1e-12)
      for expected in reference.onManifold.stationarity {
        let value = stationarity(
          at: projected.theta, problem: reference.problem, model: model,
          exponent: expected.exponent)
        #expect(abs(value - expected.value) < 1e-8)
      }
    }
  }

  /// On w₁ + 2 w₂ = 1 with positive coordinates, Σ qⱼ |wⱼ| is smallest where all is w₂: at a
  /// vertex.
  @Test func vertexIsStationary() {
    let problem = RegressionProblem(design: [1, 2], targets: [1], truth: nil)
    let vertex = [0, 0.5.squareRoot(), 0, 0]
    let model = Model.diagonalNet(dimension: 2)
    #expect(stationarity(at: vertex, problem: problem, model: model, exponent: 0.5) == 0)
  }

  /// On the circle u₁² + u₂² = 1 with equal weights, tr(H) is constant, and Σ √h = 2(|u₁| + |u₂|)
  /// has its maximum where u₁ = u₂; elsewhere its gradient (1, 1) has the tangential part it has.
  @Test func planeCircleHasItsClosedForm() {
    let problem = RegressionProblem(design: [1, 1], targets: [1], truth: nil)
    let model = Model.diagonalNet(dimension: 2)
    let theta = [0.6, 0.8, 0, 0]
    #expect(stationarity(at: theta, problem: problem, model: model, exponent: 0) < 1e-15)
    // D g = c (0.6, 0.8), K = D J = 2 (0.36, 0.64).
    let (g, k) = ([0.6, 0.8], [0.36, 0.64])
    let along = (g[0] * k[0] + g[1] * k[1]) / (k[0] * k[0] + k[1] * k[1])
    let rest = [g[0] - along * k[0], g[1] - along * k[1]]
    let expected = (rest[0] * rest[0] + rest[1] * rest[1]).squareRoot()
    let value = stationarity(at: theta, problem: problem, model: model, exponent: 0.5)
    #expect(abs(value - expected) < 1e-14)
  }

  @Test func manifoldObservablesAreThoseOfTheProjection() {
    let problem = RegressionProblem.generated(
      design: .sign, samples: 6, truth: .sparse(dimension: 9, sparsity: 2), dataSeed: 3)
    let model = Model.diagonalNet(dimension: 9)
    let theta = (0..<18).map { 0.4 + 0.1 * Double($0 % 5) }
    let observed = ManifoldObservables(of: theta, problem: problem, model: model, exponent: 0.5)
    let projected = project(theta, onto: problem, model: model, metric: nil)
    #expect(observed.theta == projected.theta && observed.status == projected.status)
    let state = Observation(
      theta: projected.theta, memory: [:], problem: problem, model: model,
      settings: ObservableSettings(exponent: 0.5, supportThreshold: 0.01))
    #expect([observed.populationLoss] == PopulationLoss().values(of: state))
    #expect(observed.values == [observed.populationLoss, observed.stationarity])
    #expect(
      observed.stationarity
        == stationarity(at: projected.theta, problem: problem, model: model, exponent: 0.5))
  }

  @Test func failedProjectionLeavesNoNumbers() {
    let problem = RegressionProblem(design: [1, 2, 2, 4], targets: [1, 3], truth: [1, 0])
    let observed = ManifoldObservables(
      of: [1, 1, 1, 2], problem: problem, model: .diagonalNet(dimension: 2), exponent: 0)
    #expect(observed.status == .rankDeficient)
    #expect(observed.populationLoss.isNaN && observed.stationarity.isNaN)
  }
}
