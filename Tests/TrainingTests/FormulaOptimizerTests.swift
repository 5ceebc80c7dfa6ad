import Formulas
import Testing

@testable import Training

/// Optimizers that are formulas.
@Suite struct FormulaOptimizerTests {
  private static let adam = """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    theta - eta * m / (sqrt(v) + epsilon)
    """

  private func batch(
    _ optimizer: Optimizer, model: Model = .diagonalNet(dimension: 37), count: Int = 5,
    precision: Precision = .float64
  ) -> TrainingConfiguration {
    var batch = configuration(
      model: model, optimizer: optimizer, precision: precision, noise: .label(),
      lanes: variedLanes(count).map { run in
        var run = run
        // A v that forgets all at once divides g by itself.
        run.oneMinusBeta2 = min(run.oneMinusBeta2, 0.1)
        run["constants.beta1"] = run.beta1
        run["constants.beta2"] = 1 - run.oneMinusBeta2
        run["constants.epsilon"] = run.epsilon
        return run
      }, steps: 25, snapshotSteps: [25])
    batch.optimizer = optimizer
    return batch
  }

  private func formula(
    _ text: String, _ states: [String] = [], _ constants: [String] = []
  ) throws -> Optimizer {
    try .formula(text, states: states.map { ($0, 0) }, constants: constants)
  }

  private func deviation(_ a: TrainingConfiguration, _ b: TrainingConfiguration) -> Double {
    zip(trained(a).snapshots, trained(b).snapshots).map { x, y in
      zip(x.theta, y.theta).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
    }.max() ?? .infinity
  }

  /// The texts of named optimizers do what these do, up to the rounding of other forms of a mean.
  @Test(arguments: Model.samples)
  func textsOfNamedOptimizersAgree(model: Model) throws {
    let constants = ["beta1", "beta2", "epsilon"]
    let pairs: [(Optimizer, Optimizer)] = [
      (try formula("theta - eta * g"), .sgd),
      (try formula(Self.adam, ["m", "v"], constants), .adam),
      (
        try formula(
          "v = beta2 * v + (1 - beta2) * g ** 2\ntheta - eta * g / (sqrt(v) + epsilon)", ["v"],
          ["beta2", "epsilon"]), .rmsprop
      ),
      (
        try formula(
          "b = where(k == 1, g, 0.9 * b + g)\ntheta - eta * (g + 0.9 * b)", ["b"]),
        .sgd(momentum: 0.9, isNesterov: true)
      ),
      (
        try formula(
          "c = beta1 * m + (1 - beta1) * g\nm = beta2 * m + (1 - beta2) * g\n"
            + "theta - eta * sign(c)", ["m"], ["beta1", "beta2"]), .lion
      ),
      (
        try formula(
          "m = beta1 * m + (1 - beta1) * g\nv = beta2 * v + (1 - beta2) * g ** 2\n"
            + "theta - eta * (m / (1 - beta1 ** k)) / (sqrt(v / (1 - beta2 ** k)) + epsilon)",
          ["m", "v"], constants), .adam(correctsBias: true)
      ),
    ]
    for (text, named) in pairs {
      #expect(
        deviation(batch(text, model: model), batch(named, model: model)) < 1e-10, "\(named)")
    }
  }

  /// Sgd has one form: bit for bit, but that the step is a product and a difference.
  @Test func runsAloneAndSuspendedHaveTheBitsOfLanes() throws {
    let optimizer = try formula(
      "m = beta1 * m + (1 - beta1) * g\ntheta - eta * m / sqrt(k)", ["m", "idle"], ["beta1"])
    for model in Model.samples {
      for precision in [Precision.float64, .float32] {
        let all = batch(optimizer, model: model, count: 16, precision: precision)
        let side = makeLaneGroups(all, layout: .runsInLanes)[0]
        side.advance(25)
        for (k, run) in makeLaneGroups(all, layout: .parametersInLanes).enumerated() {
          run.advance(11)
          let resumed = makeLaneGroups(
            selecting([all.lanes[k]], of: all), layout: .parametersInLanes)[0]
          resumed.resume([run.state(0)], 11)
          run.advance(25)
          resumed.advance(25)
          #expect(run.state(0) == side.state(k))
          #expect(resumed.state(0) == side.state(k))
        }
      }
    }
  }

  @Test func aScheduleMovesEta() throws {
    var text = batch(try formula("theta - eta * g"))
    var named = batch(.sgd)
    (text.schedule, named.schedule) = (
      .linear(warmup: 5, final: 0.1), .linear(warmup: 5, final: 0.1)
    )
    #expect(deviation(text, named) < 1e-12)
  }

  /// The number of steps survives single precision.
  @Test func stepsAreCountedBeyondSinglePrecision() throws {
    let batch = batch(try formula("theta - eta * g"), precision: .float32)
    let group = makeLaneGroups(batch, layout: .runsInLanes)[0]
    let range = try #require(batch.stateLayout.entry(named: "k")?.range)
    let steps = (1 << 24) + 3
    let states = (0..<5).map { k in
      var values = group.state(k).values
      values.replaceSubrange(range, with: [Double(steps % (1 << 20)), Double(steps >> 20)])
      return RunState(divergenceStep: nil, values: values)
    }
    group.resume(states, 0)
    group.advance(2)
    #expect(
      Array(group.state(0).values[range])
        == [Double((steps + 2) % (1 << 20)), Double((steps + 2) >> 20)])
  }

  @Test(arguments: [
    "theta - eta * mean(g)", "theta @ g", "steps * theta", "L * g", "theta - eta * h", "",
    "m = g\nm = g\ntheta",
  ])
  func whatIsNoUpdateIsAMistake(text: String) {
    #expect(throws: FormulaError.self) { try FormulaOptimizer(text, states: [("m", 0)]) }
  }
}
