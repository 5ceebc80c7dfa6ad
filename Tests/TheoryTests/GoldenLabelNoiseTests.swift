import TestSupport
import Testing
import Theory
import Training

/// The label-noise equation against an independent program (RK4, 2000 steps).
@Suite struct GoldenLabelNoiseTests {
  /// Errors relative to the largest entry; at this tolerance they are below 10⁻⁹.
  @Test func everyCaseAgreesToOneInAMillion() throws {
    let cases = try golden(GoldenLabelNoise.self, "slow-ode.json").cases
    #expect(cases.count == 28)
    for reference in cases {
      let solution = solve(reference, tolerance: 1e-9)
      #expect(solution.status == .completed, "\(reference.name)")
      #expect(solution.states.count == reference.solution.count)
      for (state, point) in zip(solution.states, reference.solution) {
        #expect(relativeError(state.theta, point.theta) < 1e-6, "\(reference.name)")
        // There is no second moment in sgd; the reference program carries one along.
        if !state.secondMoment.isEmpty {
          #expect(relativeError(state.secondMoment, point.v) < 1e-6, "\(reference.name)")
        }
        let h = reference.model.model.diagonalHessian(at: state.theta, of: reference.problem)
        let traces = [h.reduce(0, +), h.reduce(0) { $0 + $1.squareRoot() }]
        let expected = [point.traceHessian, point.traceSqrtDiagHessian]
        #expect(relativeError(traces, expected) < 1e-6, "\(reference.name)")
      }
    }
  }

  private func solve(_ reference: GoldenLabelNoise.Case, tolerance: Double) -> SlowSolution {
    let model = reference.model.model
    let optimizer = reference.optimizer.optimizer(on: model)
    let equation = LabelNoiseODE(
      problem: reference.problem, model: model, optimizer: optimizer,
      exponent: reference.optimizer.exponent ?? 0.5, epsilon: reference.epsilon,
      alpha: reference.alpha, relaxationRate: reference.c)
    let start = SlowState(
      theta: reference.theta0, secondMoment: optimizer == .sgd ? [] : reference.v0, time: 0)
    return equation.solve(
      from: start, at: reference.solution.map(\.time), tolerance: tolerance,
      shouldContinue: { _ in true })
  }
}
