import FileSystem
import Parameters
import Shards
import Sweeps
import TestSupport
import Testing

@testable import Experiments

/// Optimizers that the slow equations follow: training and equation on one clock.
@Suite struct FollowedOptimizersTests {
  private let directory = TemporaryDirectory()

  private func grid(
    _ optimizer: String, seeds: Int = 1, dynamics: String = "[training, slow-ode]"
  ) throws -> Grid {
    // The accumulator of adagrad says where v starts.
    try writeProblem(hasSecondMoment: !optimizer.contains("adagrad"))
    return Grid(
      try Specification(
        yaml: """
          name: followed
          model: {kind: diagonal-net, dimension: 9}
          data: {kind: file, path: problem.h5}
          noise: {kind: label, alpha: 0.25}
          optimizer: \(optimizer)
          steps: {slow_time: 0.25}
          data_seed: 0
          init_seed: 0
          noise_seed: {count: \(seeds)}
          dynamics: \(dynamics)
          record: {slow_times: [0, 0.25], projection: never}
          """, filesIn: directory))
  }

  /// A diagonal net of 9 entries, 5 samples of ±1; θ₀ is on the manifold and v₀ = αV(H) there.
  private func writeProblem(hasSecondMoment: Bool) throws {
    let signs = uniform(45, in: -1...1, seed: 11).map { $0 < 0 ? -1.0 : 1 }
    let theta = uniform(18, in: 0.5...1, seed: 12)
    let signal = (0..<9).map { theta[$0] * theta[$0] - theta[9 + $0] * theta[9 + $0] }
    let targets = (0..<5).map { row in
      (0..<9).reduce(0.0) { $0 + signs[9 * row + $1] * signal[$1] }
    }
    try? Files.remove(directory.file("problem.h5"))
    let arrays: [(name: String, shape: [Int], values: [Double])] = [
      ("design", [5, 9], signs), ("targets", [5], targets), ("theta0", [18], theta),
      ("v0", [18], theta.map { 0.25 * 4 * $0 * $0 }),
    ]
    try ExperimentsTests.writeProblem(
      arrays.filter { hasSecondMoment || $0.name != "v0" }, to: directory.file("problem.h5"))
  }

  /// What is recorded last: tr(H) of each run of training, that of the solution, and all slow times.
  private struct Outcome {
    var trained: [Double] = []
    var solved: [Double] = []
    var times: [Double] = []

    /// Of training's mean to the solution.
    var error: Double { Sample(trained).mean - (solved.first ?? .nan) }
  }

  /// By effective step.
  private func outcomes(_ grid: Grid) throws -> [Double: Outcome] {
    var experiment = LaneBatchExperiment(
      grid: grid, problemPath: { _ in directory.file("problem.h5") })
    var outcomes: [Double: Outcome] = [:]
    for batch in 0..<grid.laneBatchCount {
      let result = try experiment.records(
        ofRuns: grid.runs(ofLaneBatch: batch), shouldContinue: { _ in true })
      guard case .finished(let block) = result else { throw CancellationError() }
      for (row, run) in block.runs.enumerated() {
        let parameters = Run(grid[run])
        func last(_ name: String) -> Double {
          block.variables.first { $0.key.name == name }?.value[2 * row + 1] ?? .nan
        }
        var outcome = outcomes[parameters.effectiveStep] ?? Outcome()
        outcome.times.append(last("slow_time"))
        if parameters.dynamics == .training {
          outcome.trained.append(last("trace_hessian"))
        } else {
          outcome.solved.append(last("trace_hessian"))
        }
        outcomes[parameters.effectiveStep] = outcome
      }
    }
    return outcomes
  }

  /// Two effective steps of each: 0.02 and 0.005, or 0.04 and 0.01 where errors are small.
  private static let rules: [(name: String, optimizer: String)] = [
    ("heavy ball", "{kind: sgd, step_size: [0.02, 0.005], momentum: 0.5}"),
    ("Nesterov", "{kind: sgd, step_size: [0.004, 0.001], momentum: 0.8, nesterov: true}"),
    ("decay", "{kind: sgd, step_size: [0.04, 0.01], weight_decay: {rate: 1, power: 1}}"),
    (
      "AdamW",
      """
      {kind: adamw, step_size: [0.02, 0.005], one_minus_beta2: {rate: 40, power: 2}, \
      weight_decay: {rate: 2, power: 1}, bias_correction: false}
      """
    ),
    (
      "Adam with decay in the gradient",
      """
      {kind: adam, step_size: [0.02, 0.005], one_minus_beta2: {rate: 40, power: 2}, \
      weight_decay: {rate: 1, power: 1}}
      """
    ),
    (
      "USAM",
      """
      {kind: sgd, step_size: [0.02, 0.005], sam: {radius: {rate: 1, power: 1}, normalized: false}}
      """
    ),
    ("SAM", "{kind: sgd, step_size: [0.02, 0.005], sam: {radius: {rate: 1, power: 1}}}"),
    (
      "RMSProp with momentum",
      """
      {kind: rmsprop, step_size: [0.004, 0.001], momentum: 0.8, \
      one_minus_beta2: {rate: 1000, power: 2}}
      """
    ),
    ("a schedule", "{kind: sgd, step_size: [0.02, 0.005], schedule: {kind: cosine, final: 0.1}}"),
    (
      "a schedule of AdamW",
      """
      {kind: adamw, step_size: [0.02, 0.005], one_minus_beta2: {rate: 40, power: 2}, \
      weight_decay: {rate: 2, power: 1}, schedule: {kind: linear, final: 0.1}, bias_correction: false}
      """
    ),
    ("Adagrad", "{kind: adagrad, step_size: 0.3, initial_accumulator: [56.25, 900]}"),
  ]

  /// The error against training falls in proportion to the effective step: by four, within its noise.
  ///
  /// Training and equation end at the same slow time.
  @Test(arguments: rules)
  func theErrorFallsInProportionToTheStep(name: String, optimizer: String) throws {
    let outcomes = try outcomes(grid(optimizer, seeds: 320))
    let steps = outcomes.keys.sorted()
    try #require(steps.count == 2)
    let (small, large) = (try #require(outcomes[steps[0]]), try #require(outcomes[steps[1]]))
    #expect(abs(steps[1] / steps[0] - 4) < 1e-9)
    for outcome in [small, large] {
      #expect(Set(outcome.times).count == 1 && outcome.trained.count == 320)
      #expect(Set(outcome.solved).count == 1)
    }
    let noise = Sample(small.trained).standardError + Sample(large.trained).standardError / 4
    #expect(abs(large.error) > 4 * Sample(large.trained).standardError, "\(large.error)")
    #expect(
      abs(small.error - large.error / 4) < 3 * noise + abs(large.error) / 16,
      "\(small.error) \(large.error) \(noise)")
  }

  /// What differs in form alone is solved as one: momentum, dampening and decay enter by the effective step.
  @Test(arguments: [
    (
      "{kind: sgd, step_size: 0.01, weight_decay: 0.02}",
      [
        "{kind: sgd, step_size: 0.01, weight_decay: 0.02, decoupled: true}",
        "{kind: sgd, step_size: 0.002, momentum: 0.8, weight_decay: 0.02}",
        "{kind: sgd, step_size: 0.002, momentum: 0.8, nesterov: true, weight_decay: 0.02}",
        "{kind: sgd, step_size: 0.01, momentum: 0.8, dampening: 0.8, weight_decay: 0.02}",
        "{kind: sgd, step_size: 0.004, momentum: 0.8, dampening: 0.5, weight_decay: 0.02}",
        "{kind: sgd, step_size: 0.002, momentum: 0.8, weight_decay: 0.1, decoupled: true}",
      ]
    ),
    (
      "{kind: rmsprop, step_size: 0.01, one_minus_beta2: 0.004, weight_decay: 0.02}",
      [
        "{kind: adam, step_size: 0.01, one_minus_beta2: 0.004, weight_decay: 0.02}",
        "{kind: rmsprop, step_size: 0.002, momentum: 0.8, one_minus_beta2: 0.004, weight_decay: 0.02}",
      ]
    ),
    (
      """
      {kind: adamw, step_size: 0.01, one_minus_beta2: 0.004, weight_decay: 0.02, epsilon: 1e-6, \
      bias_correction: false}
      """,
      ["{kind: adam, step_size: 0.01, one_minus_beta2: 0.004, weight_decay: 0.02, decoupled: true}"]
    ),
  ])
  func formsOfOneEquationAgree(reference: String, others: [String]) throws {
    func solved(_ optimizer: String) throws -> Double {
      let outcomes = try outcomes(grid(optimizer, dynamics: "slow-ode"))
      return try #require(outcomes.values.first?.solved.first)
    }
    let expected = try solved(reference)
    for other in others {
      #expect(try abs(solved(other) / expected - 1) < 1e-7, "\(other)")
    }
  }
}

/// Mean of some numbers, and what is uncertain of it.
private struct Sample {
  let mean: Double
  let standardError: Double

  init(_ values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    self.mean = mean
    standardError = (variance / count).squareRoot()
  }
}
