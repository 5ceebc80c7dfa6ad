import Parameters
import Sweeps
import Testing
import Training

@testable import Experiments
@testable import Shards

/// The keys of optimizers, schedules and passes that came after the first release: from the sweep file
/// to results.
@Suite struct OptimizerKeysTests {
  private static let base = """
    name: t
    model: {kind: diagonal-net, dimension: 6, sparsity: 2, initial_scale: 0.5}
    data: {samples: 4, design: gaussian}
    noise: {kind: label, delta: 0.2}
    optimizer: OPTIMIZER
    steps: 12
    seed: 1
    record: {count: 3, only: [train_loss, step_size_now], signal: all}
    """

  private func specification(_ optimizer: String, noise: String? = nil) throws -> Specification {
    var yaml = Self.base.replacing("OPTIMIZER", with: optimizer)
    if let noise { yaml = yaml.replacing("{kind: label, delta: 0.2}", with: noise) }
    return try Specification(yaml: yaml, source: "s.yaml")
  }

  private func records(_ specification: Specification) throws -> RecordBlock {
    let grid = Grid(specification)
    var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
    let outcome = try experiment.records(ofRuns: 0..<1, shouldContinue: { _ in true })
    guard case .finished(let records) = outcome else { throw CancellationError() }
    return records
  }

  private static let plain: [String: String] = [
    "sgd": "{kind: sgd, step_size: 0.05}",
    "adam": "{kind: adam, step_size: 0.05, beta2: 0.9}",
    "rmsprop": "{kind: rmsprop, step_size: 0.05, beta2: 0.9}",
  ]

  private static let changes: [(plain: String, with: String)] = [
    ("sgd", "momentum: 0.9"), ("sgd", "momentum: 0.9, dampening: 0.9"),
    ("sgd", "momentum: 0.9, nesterov: true"), ("sgd", "weight_decay: 0.1"),
    ("sgd", "weight_decay: {rate: 2, power: 1}"), ("sgd", "clip: 0.1"),
    ("sgd", "sam: {radius: 0.1}"), ("sgd", "sam: {radius: 0.1, normalized: false}"),
    ("sgd", "sam: {radius: {rate: 2, power: 1}}"),
    ("sgd", "schedule: {kind: step, at: [3, 7], factor: 0.5}"),
    ("sgd", "schedule: {kind: step, at: 3}"), ("sgd", "schedule: {kind: linear, warmup: 2}"),
    ("sgd", "schedule: {kind: inverse-sqrt, warmup: 4}"), ("adam", "weight_decay: 0.1"),
    ("adam", "weight_decay: 0.1, decoupled: true"), ("rmsprop", "momentum: 0.5"),
    ("rmsprop", "centered: true"), ("rmsprop", "weight_decay: 0.1"),
  ]

  /// Every key changes what is computed and who a run is.
  @Test(arguments: changes)
  func everyKeyHasAnEffect(plain: String, with: String) throws {
    let text = try #require(Self.plain[plain])
    let before = try specification(text)
    let after = try specification(text.replacing("}", with: ", \(with)}"))
    let identities = [before, after].map { RunIdentity(Run(Grid($0)[0]), plan: $0.record) }
    #expect(identities[0] != identities[1])
    #expect(try !records(before).hasSameBits(as: records(after)))
    #expect(Language.schema.format(of: before) == 2 && Language.schema.format(of: after) == 3)
  }

  /// At its default a key is as if it were not there.
  @Test(arguments: [
    ("sgd", "momentum: 0"), ("sgd", "dampening: 0"), ("sgd", "nesterov: false"),
    ("sgd", "weight_decay: 0"), ("adam", "decoupled: false"), ("rmsprop", "centered: false"),
    ("sgd", "sam: {radius: 0, normalized: true}"), ("adam", "schedule: constant"),
  ])
  func aDefaultIsLeftOut(plain: String, with: String) throws {
    let text = try #require(Self.plain[plain])
    let given = try specification(text.replacing("}", with: ", \(with)}"))
    #expect(try given.canonicalJSON == specification(text).canonicalJSON)
  }

  private static let kinds = [
    "{kind: sign-sgd, step_size: 0.01}", "{kind: sign-sgd, step_size: 0.01, momentum: 0.9}",
    "{kind: normalized-gd, step_size: 0.01}", "{kind: normalized-gd, step_size: 0.01, by: block}",
    "{kind: adagrad, step_size: 0.01}",
    "{kind: adagrad, step_size: 0.01, initial_accumulator: 0.1}",
    "{kind: adamw, step_size: 0.01, beta2: 0.9}",
    "{kind: adamw, step_size: 0.01, beta2: 0.9, weight_decay: 0}",
    "{kind: amsgrad, step_size: 0.01, beta2: 0.9}", "{kind: nadam, step_size: 0.01, beta2: 0.9}",
    "{kind: nadam, step_size: 0.01, beta2: 0.9, momentum_decay: 0}",
    "{kind: lion, step_size: 0.01, beta2: 0.9, weight_decay: 0.5}",
  ]

  /// All of them run, and no two are the same.
  @Test func everyKindTrains() throws {
    let all = try Self.kinds.map { try records(specification($0)) }
    for (index, one) in all.enumerated() {
      for other in all[..<index] { #expect(!one.hasSameBits(as: other), "\(Self.kinds[index])") }
    }
  }

  @Test func kindsHaveTheirOwnDefaults() throws {
    func run(_ optimizer: String) throws -> Run { Run(Grid(try specification(optimizer))[0]) }
    #expect(try run("{kind: adagrad, step_size: 1}").lane.epsilon == 1e-10)
    let adamW = try run("{kind: adamw, step_size: 1, beta2: 0.9}")
    #expect(adamW.lane.epsilon == 1e-8 && adamW.lane["weight_decay"] == 0.01)
    #expect(adamW.optimizer == .adamW(correctsBias: true))
    #expect(try run("{kind: adam, step_size: 1, beta2: 0.9}").lane.epsilon == 1e-6)
    #expect(try run("{kind: nadam, step_size: 1, beta2: 0.9}").lane["momentum_decay"] == 0.004)
    let law = try run("{kind: sgd, step_size: 0.5, weight_decay: {rate: 3, power: 2}}")
    #expect(law.lane["weight_decay"] == 0.75)
    #expect(try run("{kind: sgd, step_size: 1, clip: 2}").lane["clip"] == 2)
  }

  @Test func langevinNoiseTrains() throws {
    let sgd = try #require(Self.plain["sgd"])
    let noisy = try specification(sgd, noise: "{kind: langevin, temperature: 0.01}")
    let none = try specification(sgd, noise: "{kind: none}")
    #expect(try !records(noisy).hasSameBits(as: records(none)))
  }

  @Test func theStepSizeIsRecorded() throws {
    let schedule = "{kind: sgd, step_size: 0.5, schedule: {kind: step, at: [6], factor: 0.5}}"
    let grid = Grid(try specification(schedule))
    let factors = Run(grid[0]).schedule.factors(atSteps: [0, 6, 7, 12], of: 12)
    #expect(factors == [1, 1, 0.5, 0.5])
  }

  private static let mistakes: [(String, String)] = [
    ("{kind: sgd, step_size: 1, momentum: 1}", "'momentum' must be a number in [0, 1)"),
    ("{kind: sgd, step_size: 1, nesterov: true}", "Nesterov's momentum needs a momentum > 0"),
    (
      "{kind: sgd, step_size: 1, nesterov: true, momentum: [0, 0.9]}",
      "Nesterov's momentum needs a momentum > 0"
    ),
    (
      "{kind: sgd, step_size: 1, nesterov: true, momentum: 0.9, dampening: 0.5}",
      "Nesterov's momentum has no dampening"
    ),
    ("{kind: sgd, step_size: 1, weight_decay: -1}", "'weight_decay' must be a number ≥ 0"),
    ("{kind: sgd, step_size: 1, clip: 0}", "'clip' must be a number > 0"),
    (
      "{kind: sgd, step_size: 1, schedule: {kind: step, at: [7, 3]}}",
      "the steps of 'at' increase"
    ),
    (
      "{kind: sgd, step_size: 1, schedule: {kind: inverse-sqrt, warmup: 0}}",
      "1/√k has no value at k = 0"
    ),
    (
      "{kind: sgd, step_size: 1, schedule: {kind: linear, warmup: 13}}",
      "a warmup of 13 does not fit 12 steps"
    ),
    ("{kind: adamw, step_size: 1, beta2: 0.9, decoupled: true}", "'decoupled' has no meaning"),
    (
      """
      {kind: sgd, step_size: 0.1, sam: {radius: 0.9}}
      batches: {size: 3, sampling: shuffle}
      dynamics: slow-ode
      """, "no slow equation of normalized SAM is followed with batches that are drawn by 'shuffle'"
    ),
    (
      "{kind: adam, beta2: 0.9, step_size: 0.1, sam: {radius: {rate: 1, power: 1}}}\ndynamics: slow-ode",
      "sam is known beside sgd alone, and not beside adam"
    ),
    (
      "{kind: rmsprop, beta2: 0.9, step_size: 0.1, centered: [false, true], bias_correction: true}",
      "centered rmsprop with bias_correction divides by rounding at its first step"
    ),
    (
      """
      {kind: adam, beta2: 0.9, step_size: 0.1, sam: {radius: 0.9, normalized: false}}
      dynamics: slow-ode
      """, "sam is known beside sgd alone, and not beside adam"
    ),
    ("{kind: sgd, step_size: 0.1, clip: 1}\ndynamics: slow-ode", "no slow equation of clip"),
    (
      "{kind: rmsprop, beta2: 0.9, step_size: 0.1, centered: true}\ndynamics: slow-ode",
      "no slow equation of centered rmsprop"
    ),
    (
      "{kind: sgd, step_size: 0.1, momentum: 0.9, dampening: 1}\ndynamics: slow-ode",
      "slow time stands still"
    ),
    (
      "{kind: sgd, step_size: 0.1, schedule: cosine}\ndynamics: slow-ode",
      "under a schedule the slow equations begin at a 'theta0'"
    ),
    (
      "{kind: adagrad, step_size: 0.1}\ndynamics: slow-ode",
      "no slow equation of adagrad from an accumulator of 0"
    ),
    ("{kind: lion, step_size: 0.1, beta2: 0.9}\ndynamics: slow-ode", "no slow equation of lion"),
    ("{kind: sign-sgd, step_size: 0.1}\ndynamics: slow-ode", "no slow equation of sign-sgd"),
    (
      "{kind: normalized-gd, step_size: 0.1}\ndynamics: slow-ode",
      "no slow equation of normalized-gd"
    ),
    (
      "{kind: amsgrad, step_size: 0.1, beta2: 0.9}\ndynamics: slow-ode",
      "no slow equation of amsgrad"
    ),
    ("{kind: nadam, step_size: 0.1, beta2: 0.9}\ndynamics: slow-ode", "no slow equation of nadam"),
  ]

  /// What the equation of label noise follows, that of gradient noise need not.
  @Test(arguments: [
    ("{kind: sgd, step_size: 0.1, momentum: 0.5}", "momentum"),
    ("{kind: sgd, step_size: 0.1, weight_decay: {rate: 1, power: 1}}", "weight decay"),
    ("{kind: adamw, step_size: 0.1, beta2: 0.9}", "weight decay"),
    ("{kind: sgd, step_size: 0.1, sam: {radius: 1, normalized: false}}", "sam"),
    ("{kind: adagrad, step_size: 0.1, initial_accumulator: 3}", "adagrad"),
  ])
  func theStochasticEquationFollowsLess(optimizer: String, words: String) throws {
    #expect {
      try specification(
        optimizer + "\ndynamics: slow-sde", noise: "{kind: gradient, std: 0.1}")
    } throws: {
      "\($0)".contains("the stochastic equation of gradient noise is not known with \(words)")
    }
    _ = try specification(optimizer + "\ndynamics: slow-sde")
  }

  /// Slow time counts effective steps: as many of them to a horizon, at the steps that are recorded, and in
  /// every message.
  @Test func momentumCountsInSlowTime() throws {
    func grid(_ optimizer: String) throws -> Grid {
      let yaml = Self.base.replacing("OPTIMIZER", with: optimizer)
        .replacing("steps: 12", with: "steps: {slow_time: 4}")
        .replacing("{count: 3,", with: "{slow_times: [1, 4],")
      return Grid(try Specification(yaml: yaml, source: "s.yaml"))
    }
    let momenta = try grid("{kind: sgd, step_size: 0.1, momentum: [0, 0.5]}")
    #expect((0..<2).map { Run(momenta[$0]).steps } == [400, 100])
    #expect((0..<2).map { Run(momenta[$0]).effectiveStep } == [0.1, 0.2])
    let start = try grid("{kind: adagrad, step_size: 0.1, initial_accumulator: [0.25, 0]}")
    #expect((0..<2).map { Run(start[$0]).steps } == [100, 400])
    // Their steps differ, and so they are in different lane-batches.
    #expect(start.laneBatchCount == 2)
    let block = try records(momenta.specification)
    let times = try #require(block.variables.first { $0.key.name == "slow_time" }).value
    #expect(times.count == 2)
    #expect(zip(times, [1.0, 4]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect {
      try grid("{kind: sgd, step_size: [1, 1.5], momentum: 0.5}")
    } throws: {
      "\($0)".contains("η = 1.5, an effective step of e = 3")
    }
    // Neither end of these has the largest step.
    #expect {
      try grid("{kind: adagrad, step_size: 0.01, initial_accumulator: [0, 1e-5, 1]}")
    } throws: {
      "\($0)".contains("η = 0.01, an effective step of e = 3.1")
    }
    // Steps that move together are taken as they meet.
    let zipped = Self.base.replacing(
      "OPTIMIZER", with: "{kind: sgd, step_size: [0.5, 0.1], momentum: [0, 0.8]}"
    ).replacing("steps: 12", with: "steps: {slow_time: 4}\nzip: [[STEP, MOMENTUM]]")
      .replacing("STEP", with: "optimizer.step_size")
      .replacing("MOMENTUM", with: "optimizer.momentum")
      .replacing("{count: 3,", with: "{slow_times: [1, 1.3, 4],")
    let together = Grid(try Specification(yaml: zipped, source: "s.yaml"))
    #expect((0..<2).map { Run(together[$0]).steps } == [16, 16])
  }

  @Test(arguments: mistakes)
  func mistakesAreNamed(optimizer: String, message: String) {
    #expect {
      try specification(optimizer)
    } throws: { error in
      "\(error)".contains(message)
    }
  }
}
