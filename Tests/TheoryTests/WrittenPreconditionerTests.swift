import ElementaryFunctions
import TestSupport
import Testing

@testable import Theory
@testable import Training

/// Slow equations and rest points of methods whose preconditioner is a formula.
@Suite struct WrittenPreconditionerTests {
  /// The text of a reference case's method.
  private func written(_ optimizer: Optimizer) throws -> Optimizer? {
    switch optimizer.kind {
    case is Adam, is RMSProp: try .adaptive("1 / (sqrt(v) + epsilon)")
    case is AdamE: try .adaptive("1 / (v ** power + epsilon)", constants: ["power"])
    case let mini as AdamMini:
      try .adaptive("1 / (sqrt(v) + epsilon)", moment: .block, blockSize: mini.blockSize)
    case is Adalayer: try .adaptive("1 / (sqrt(v) + epsilon)", moment: .layer)
    default: nil
    }
  }

  @Test func textsOfNamedMethodsHaveTheirSlowEquations() throws {
    var count = 0
    for reference in try golden(GoldenLabelNoise.self, "slow-ode.json").cases {
      let model = reference.model.model
      let named = reference.optimizer.optimizer(on: model)
      guard let own = try written(named) else { continue }
      var run = LaneParameters(stepSize: 1, epsilon: reference.epsilon)
      let exponent = reference.optimizer.exponent ?? 0.5
      run["constants.power"] = exponent
      let start = SlowState(theta: reference.theta0, secondMoment: reference.v0, time: 0)
      let solutions = [named, own].map { optimizer in
        LabelNoiseODE(
          problem: reference.problem, model: model, optimizer: optimizer, exponent: exponent,
          epsilon: reference.epsilon, alpha: reference.alpha, relaxationRate: reference.c,
          written: optimizer.preconditioner(of: run)
        ).solve(
          from: start, at: reference.solution.map(\.time), tolerance: 1e-7,
          shouldContinue: { _ in true })
      }
      #expect(solutions[1].status == .completed && !solutions[1].states.isEmpty)
      for (a, b) in zip(solutions[0].states, solutions[1].states) {
        #expect(relativeError(a.theta, b.theta) < 1e-12, "\(reference.name)")
        #expect(relativeError(a.secondMoment, b.secondMoment) < 1e-12, "\(reference.name)")
      }
      count += 1
    }
    #expect(count >= 20)
  }

  private let problem = RegressionProblem.generated(
    design: .gaussian, samples: 6, truth: .sparse(dimension: 9, sparsity: 2), dataSeed: 3)
  private let model = Model.diagonalNet(dimension: 9)
  private let theta = (0..<18).map { 0.4 + 0.1 * Double(($0 * 7) % 5) }

  /// S = v^−λ has the rest points of λ, whatever α.
  @Test(arguments: [0.25, 0.3, 0.5]) func powersHaveTheirRestPoints(exponent: Double) throws {
    let own = try Optimizer.adaptive("v ** -\(exponent)")
    let preconditioner = try #require(own.preconditioner(of: LaneParameters(stepSize: 1)))
    for alpha in [0.01, 3] {
      let observed = ManifoldObservables(
        of: theta, problem: problem, model: model,
        RestWeights(preconditioner, sharing: .separate, alpha: alpha))
      let expected = ManifoldObservables(
        of: theta, problem: problem, model: model, exponent: exponent)
      #expect(abs(observed.stationarity - expected.stationarity) < 1e-12)
      #expect(expected.stationarity > 0.01)
    }
  }

  /// The condition is the gradient along Γ of Σ Φ(αV(h))/α, Φ′ = S: here Φ = 2 ln(1 + √v) − … of a mean over
  /// layers, by central differences along the tangent that the residual leaves.
  @Test(arguments: [AdaptiveOptimizer.Moment.diagonal, .block, .layer])
  func theDriftHasAPotential(moment: AdaptiveOptimizer.Moment) throws {
    // Φ′ = 1/(1 + v) of Φ = ln(1 + v).
    let own = try Optimizer.adaptive("1 / (1 + v)", moment: moment, blockSize: 4)
    let preconditioner = try #require(own.preconditioner(of: LaneParameters(stepSize: 1)))
    let (sharing, alpha) = (own.sharing(in: model.layout), 0.7)
    let landscape = Landscape(problem, model)
    let onManifold = landscape.project(theta, metric: nil).theta
    let point = landscape.point(onManifold)
    let weights = RestWeights(preconditioner, sharing: sharing, alpha: alpha)(
      point.diagonalHessian())
    let drift = point.curvature(weights)
    func potential(_ theta: [Double]) -> Double {
      sharing.averaged(landscape.point(theta).diagonalHessian())
        .reduce(0) { $0 + Elementary.log1p(alpha * $1) / alpha }
    }
    let identity = Metric.identity(theta.count)
    let equations = try #require(NormalEquations(point, metric: identity))
    for p in 0..<6 {
      let direction = equations.tangent(
        theta.indices.map { $0 == p ? 1 : 0 }, at: point, metric: identity)
      func moved(_ h: Double) -> [Double] { zip(onManifold, direction).map { $0 + h * $1 } }
      let slope = (potential(moved(1e-5)) - potential(moved(-1e-5))) / 2e-5
      let expected = zip(drift, direction).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(slope - expected) < 1e-7 * max(1, abs(expected)), "\(p)")
    }
  }
}
