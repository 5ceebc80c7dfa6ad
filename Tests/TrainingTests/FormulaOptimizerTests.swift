import Formulas
import Parameters
import TestSupport
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

  /// A run that has diverged is 0 in a suspended batch; the others go on at their step.
  @Test func stepsAreCountedBesideARunThatDiverged() throws {
    for optimizer in [
      try formula("theta - eta * g / k"), Optimizer(Shampoo(updateEvery: 4)),
    ] {
      var batch = batch(
        optimizer, model: .matrixFactorization(dimension: 4, width: 3, depth: 2), count: 3)
      batch.lanes[0].stepSize = 1e200
      let whole = makeLaneGroups(batch, layout: .runsInLanes)[0]
      whole.advance(6)
      #expect(whole.divergenceSteps()[0] != nil)
      let resumed = makeLaneGroups(batch, layout: .runsInLanes)[0]
      resumed.resume((0..<3).map(whole.state), 6)
      whole.advance(25)
      resumed.advance(25)
      for k in 0..<3 { #expect(resumed.state(k) == whole.state(k), "\(optimizer.name) \(k)") }
    }
  }

  // MARK: Whole blocks

  /// Sums over a block and products of matrices, as named optimizers have them.
  @Test(arguments: Model.samples)
  func textsOfBlocksAgree(model: Model) throws {
    let constants = ["beta1", "beta2", "epsilon"]
    for (text, named) in [
      (
        try formula("n = norm(g)\ntheta - eta * g / where(n == 0, 1, n)"),
        Optimizer.normalizedGD(isByBlock: true)
      ),
      (
        try formula(
          "m = beta1 * m + (1 - beta1) * g\nv = beta2 * v + (1 - beta2) * mean(g ** 2)\n"
            + "theta - eta * m / (sqrt(v) + epsilon)", ["m", "v"], constants), .adalayer
      ),
    ] {
      #expect(
        deviation(batch(text, model: model), batch(named, model: model)) < 1e-10, "\(named)")
    }
  }

  /// One step of a rule with products of matrices against loops; a vector is a matrix of one row.
  @Test(arguments: [
    Model.matrixFactorization(dimension: 4, width: 3, depth: 3), .diagonalNet(dimension: 6),
  ])
  func productsOfMatricesAreThose(model: Model) throws {
    let text = "theta - eta * (1.5 * g - 0.5 * (g @ g.T @ g))"
    var whole = batch(try formula(text), model: model, count: 3)
    (whole.steps, whole.snapshotSteps, whole.noise) = (1, [1], .none)
    let theta = whole.initialParameters
    let gradient = LossDerivatives(
      Observation(
        theta: theta, memory: [:], problem: whole.problem, model: model,
        settings: ObservableSettings(exponent: 0, supportThreshold: 1))
    ).gradient
    for snapshot in trained(whole).snapshots {
      var expected = theta
      for block in model.layout.blocks {
        let (rows, columns) = (block.shape.count == 2 ? block.shape[0] : 1, block.shape.last ?? 1)
        func g(_ i: Int, _ j: Int) -> Double { gradient[block.offset + i * columns + j] }
        for i in 0..<rows {
          for j in 0..<columns {
            var cubic = 0.0
            for k in 0..<rows {
              let inner = (0..<columns).reduce(0.0) { $0 + g(i, $1) * g(k, $1) }
              cubic += inner * g(k, j)
            }
            expected[block.offset + i * columns + j] -=
              whole.lanes[snapshot.lane].stepSize * (1.5 * g(i, j) - 0.5 * cubic)
          }
        }
      }
      #expect(TestSupport.deviation(snapshot.theta, expected) < 1e-12)
    }
  }

  /// L is the loss without noise at the start of the step, `steps` their number.
  @Test(arguments: [Loss.squared, .logistic]) func lossAndStepsAreInScope(loss: Loss) throws {
    for model in [Model.diagonalNet(dimension: 37), .linear(dimension: 21)] {
      var first = batch(try formula("theta - eta * g / L"), model: model, count: 3)
      first.loss = loss
      if loss == .logistic {
        first.problem = first.problem.withSignsAsTargets()
        first.noise = .none
      }
      (first.steps, first.snapshotSteps) = (1, [1])
      var plain = first
      plain.optimizer = .sgd
      let theta = first.initialParameters
      let value = TrainLoss().values(
        of: Observation(
          theta: theta, memory: [:], problem: first.problem, model: model, loss: loss,
          settings: ObservableSettings(exponent: 0, supportThreshold: 1)))[0]
      for (a, b) in zip(trained(first).snapshots, trained(plain).snapshots) {
        let expected = zip(theta, b.theta).map { $0 + ($1 - $0) / value }
        #expect(TestSupport.deviation(a.theta, expected) < 1e-12)
      }
    }
    let fading = batch(try formula("theta - eta * (1 - k / steps) * g"))
    var scheduled = batch(.sgd)
    scheduled.schedule = try .formula("1 - k / steps")
    #expect(deviation(fading, scheduled) < 1e-12)
    // A longer run is another one.
    var longer = fading
    longer.steps = 50
    #expect(fading.fingerprint != longer.fingerprint)
  }

  @Test(arguments: [Precision.float64, .float32])
  func blocksOfARunDependOnItAlone(precision: Precision) throws {
    for text in [
      "m = beta1 * m + (1 - beta1) * g\ntheta - eta * m / (norm(m) + max(abs(g)) + L)",
      "m = 0.5 * m + g @ g.T @ g / (1 + sum(g ** 2))\ntheta - eta * m",
    ] {
      let optimizer = try formula(text, ["m", "idle"], ["beta1"])
      for model in Model.samples {
        let all = batch(optimizer, model: model, count: 11, precision: precision)
        let whole = makeLaneGroups(all)
        #expect(whole.count == 1)
        whole[0].advance(25)
        for range in [0..<1, 2..<5, 3..<10] {
          let part = makeLaneGroups(selecting(Array(all.lanes[range]), of: all))
          #expect(part.count == 1)
          part[0].advance(11)
          let resumed = makeLaneGroups(selecting(Array(all.lanes[range]), of: all))[0]
          resumed.resume((0..<range.count).map(part[0].state), 11)
          resumed.advance(25)
          for (k, lane) in range.enumerated() {
            #expect(resumed.state(k) == whole[0].state(lane), "\(text) \(lane)")
          }
        }
      }
    }
  }

  /// New states take the places of old ones, which others still read.
  @Test(arguments: ["theta - eta * g", "theta - eta * g / (1 + norm(g))"])
  func statesMayChangePlaces(last: String) throws {
    let optimizer = try Optimizer.formula(
      "c = a\na = b\nb = c\nd = theta\n\(last)", states: [("a", 1), ("b", 2), ("d", 0)])
    let model = Model.linear(dimension: 21)
    let whole = batch(optimizer, model: model, count: 3)
    let group = makeLaneGroups(whole, layout: .runsInLanes)[0]
    var before = group.theta(0)
    for step in 1...3 {
      group.advance(step)
      func state(_ name: String) throws -> [Double] {
        let range = try #require(whole.stateLayout.entry(named: name)?.range)
        return Array(group.state(0).values[range])
      }
      let isOdd = step % 2 == 1
      #expect(try state("a") == Array(repeating: isOdd ? 2 : 1, count: 21))
      #expect(try state("b") == Array(repeating: isOdd ? 1 : 2, count: 21))
      #expect(try state("d") == before)
      before = group.theta(0)
    }
  }

  @Test func aTextThatFitsNoBlockIsAMistake() throws {
    let square = try FormulaOptimizer("theta - eta * (g @ g)")
    let model = Model.matrixFactorization(dimension: 4, width: 3, depth: 2)
    let faults = square.faults(on: model.layout)
    #expect(faults.first?.message.contains("for the block W1 of shape [3, 4]") == true)
    #expect(
      square.faults(on: Model.matrixFactorization(dimension: 3, width: 3, depth: 2).layout).isEmpty)
    #expect(try FormulaOptimizer("theta - eta * g").faults(on: model.layout).isEmpty)
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
    "theta - eta * h", "", "m = g\nm = g\ntheta", "theta - eta * concatenate([g, g])",
    "theta - eta * norm(g, h)",
  ])
  func whatIsNoUpdateIsAMistake(text: String) {
    #expect(throws: FormulaError.self) { try FormulaOptimizer(text, states: [("m", 0)]) }
  }
}
