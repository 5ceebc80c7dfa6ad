import Testing
import Theory
import Training

/// The slow stochastic equation against 8000 paths of an independent program.
@Suite struct GoldenDiffusionTests {
  /// The paths are 600 of a fixed seed, at the same step size.
  ///
  /// A correct program fails one of the eight
  /// comparisons with probability below 8 · 6.4 · 10⁻⁵ = 5 · 10⁻⁴ over seeds.
  @Test(arguments: 0..<4)
  func meansAgreeWithinFourStandardErrors(index: Int) throws {
    let reference = try golden(GoldenDiffusion.self, "slow-sde.json").cases[index]
    let model = reference.model.model
    let optimizer = reference.optimizer.optimizer(on: model)
    let equation = SlowSDE(
      problem: reference.problem, model: model, optimizer: optimizer,
      exponent: reference.optimizer.exponent ?? 0.5, epsilon: reference.epsilon,
      standardDeviations: reference.noise.std, relaxationRate: reference.c)
    let start = SlowState(
      theta: reference.theta0, secondMoment: optimizer == .sgd ? [] : reference.v0, time: 0)
    var begun = SlowProgress(at: start)
    begun.stepSize = reference.horizon / Double(reference.statistics.steps)
    var (traces, rootTraces): ([Double], [Double]) = ([], [])
    for path in 0..<600 {
      var solver = equation.path(path, seed: 777, from: begun)
      let solution = solver.solve(at: [reference.horizon]) { _ in true }
      #expect(solution.status == .completed)
      guard let state = solution.states.last else { continue }
      let h = model.diagonalHessian(at: state.theta, of: reference.problem)
      traces.append(h.reduce(0, +))
      rootTraces.append(h.reduce(0) { $0 + $1.squareRoot() })
    }
    let statistics = reference.statistics
    #expect(abs(score(traces, statistics.traceHessian, statistics.paths)) < 4)
    #expect(abs(score(rootTraces, statistics.traceSqrtDiagHessian, statistics.paths)) < 4)
  }

  /// The difference of two means in units of its standard error.
  private func score(
    _ values: [Double], _ reference: GoldenDiffusion.Case.Statistic, _ paths: Int
  ) -> Double {
    let sample = Sample(values)
    let squared =
      sample.variance / Double(values.count) + reference.std * reference.std / Double(paths)
    return (sample.mean - reference.mean) / squared.squareRoot()
  }
}
