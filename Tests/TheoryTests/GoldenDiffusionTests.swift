import Testing
import Theory
import Training

/// The slow stochastic equation against 8000 paths of an independent program.
@Suite struct GoldenDiffusionTests {
  @Test func meansAgreeWithinFourStandardErrors() throws {
    let clock = ContinuousClock()
    for golden in try golden(GoldenDiffusion.self, "slow-sde.json").cases {
      let model = golden.model.model
      let optimizer = golden.optimizer.optimizer(on: model)
      let equation = SlowSDE(
        problem: golden.problem, model: model, optimizer: optimizer,
        exponent: golden.optimizer.exponent ?? 0.5, epsilon: golden.epsilon,
        noise: .gradient(standardDeviations: golden.noise.std), relaxationRate: golden.c)
      let start = SlowState(
        theta: golden.theta0, secondMoment: optimizer == .sgd ? [] : golden.v0, time: 0)
      let steps = golden.statistics.steps
      let paths = 1000
      var traces: [[Double]] = [[], []]
      let e = clock.measure {
      for path in 0..<paths {
        let solution = equation.path(path, seed: 1, from: start, steps: steps, horizon: golden.horizon, recordingAt: [steps]) { _ in true }
        guard let state = solution.states.last else { print(solution.status); continue }
        let h = model.diagonalHessian(at: state.theta, of: golden.problem)
        traces[0].append(h.reduce(0, +))
        traces[1].append(h.reduce(0) { $0 + $1.squareRoot() })
      }
      }
      for (t, g) in zip(traces, [golden.statistics.traceHessian, golden.statistics.traceSqrtDiagHessian]) {
        let mean = t.reduce(0, +) / Double(t.count)
        let variance = t.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(t.count - 1)
        let z = (mean - g.mean) / (variance / Double(t.count) + g.std * g.std / 8000).squareRoot()
        print(optimizer, mean, g.mean, z, variance.squareRoot(), g.std, e)
        #expect(abs(z) < 4)
      }
    }
  }
}
