import Testing
import Theory
import Training

/// The label-noise equation against an independent program (RK4, 2000 steps).
@Suite struct GoldenLabelNoiseTests {
  @Test func everyCaseAgreesToOneInAMillion() throws {
    let cases = try golden(GoldenLabelNoise.self, "slow-ode.json").cases
    #expect(cases.count == 28)
    for golden in cases {
      let solution = solve(golden, tolerance: 1e-10)
      #expect(solution.status == .completed, "\(golden.name)")
      try #require(solution.states.count == golden.solution.count)
      var worst = (0.0, 0.0, 0.0)
      for (state, point) in zip(solution.states, golden.solution) {
        let h = golden.model.model.diagonalHessian(at: state.theta, of: golden.problem)
        worst.0 = max(worst.0, relativeError(state.theta, point.theta))
        if !state.secondMoment.isEmpty { worst.1 = max(worst.1, relativeError(state.secondMoment, point.v)) }
        worst.2 = max(worst.2, relativeError([h.reduce(0, +)], [point.traceHessian]), relativeError([h.reduce(0) { $0 + $1.squareRoot() }], [point.traceSqrtDiagHessian]))
      }
      print(golden.name, worst, solution.acceptedSteps, solution.rejectedSteps)
      #expect(max(worst.0, worst.1, worst.2) < 1e-6, "\(golden.name)")
    }
  }
}

func solve(_ golden: GoldenLabelNoise.Case, tolerance: Double) -> SlowSolution {
  let model = golden.model.model
  let optimizer = golden.optimizer.optimizer(on: model)
  let equation = LabelNoiseODE(
    problem: golden.problem, model: model, optimizer: optimizer,
    exponent: golden.optimizer.exponent ?? 0.5, epsilon: golden.epsilon, alpha: golden.alpha,
    relaxationRate: golden.c)
  return equation.solve(
    from: SlowState(
      theta: golden.theta0, secondMoment: optimizer == .sgd ? [] : golden.v0, time: 0),
    at: golden.solution.map(\.time), tolerance: tolerance) { _ in true }
}

/// ‖x − y‖_∞ / ‖y‖_∞.
func relativeError(_ x: [Double], _ y: [Double]) -> Double {
  let scale = y.reduce(0) { max($0, abs($1)) }
  return zip(x, y).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
}
