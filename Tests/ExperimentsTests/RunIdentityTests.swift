import Parameters
import TestSupport
import Testing
import Training

@testable import Experiments
@testable import Shards
@testable import Sweeps

@Suite struct RunIdentityTests {
  private func identities(_ yaml: String) throws -> [RunIdentity] {
    let grid = Grid(try Specification(yaml: yaml, source: "test.yaml"))
    return (0..<grid.runCount).map {
      RunIdentity(Run(grid[$0]), plan: grid.specification.record)
    }
  }

  @Test(arguments: [SmallSweep.mixed, SmallSweep.wide, SmallSweep.slow])
  func allRunsOfASweepDiffer(yaml: String) throws {
    let all = try identities(yaml)
    #expect(Set(all).count == all.count)
  }

  @Test func theSameRunInAnotherSweepIsTheSame() throws {
    let all = try identities(SmallSweep.tiny)
    let part = SmallSweep.tiny.replacing("[1e-3, 3e-3, 1e-2]", with: "3e-3")
      .replacing("name: tiny", with: "name: part")
    #expect(try Set(identities(part)).isSubset(of: Set(all)))
  }

  /// 1 − 0.99 is not 0.01.
  @Test func everyBitCounts() throws {
    let other = SmallSweep.tiny.replacing("beta2: 0.99", with: "one_minus_beta2: 0.01")
    #expect(try Set(identities(other)).isDisjoint(with: identities(SmallSweep.tiny)))
  }

  @Test(arguments: [
    ("count: 8", "count: 9"), ("signal: all", "signal: last"), ("steps: 200", "steps: 201"),
    ("signal: all", "signal: all, support_threshold: 0.02"), ("alpha: 0.01", "alpha: 0.02"),
    ("signal: all", "signal: all, projection: never"),
    ("record:", "dynamics: slow-ode\nrecord:"),
  ])
  func whatIsComputedOrRecordedCounts(old: String, new: String) throws {
    let other = SmallSweep.tiny.replacing(old, with: new)
    #expect(try Set(identities(other)).isDisjoint(with: identities(SmallSweep.tiny)))
  }

  /// The steps of the stochastic equation count where it is solved, and nowhere else.
  @Test func stepsOfTheStochasticEquationCount() throws {
    let yaml = SmallSweep.tiny
      .replacing("record:", with: "dynamics: [training, slow-sde]\nslow_steps: 300\nrecord:")
      .replacing("alpha: 0.01}", with: "alpha: 0.01}, {kind: gradient, std: 0.1}]")
      .replacing("noise: {", with: "noise: [{")
    let (some, more) = (try identities(yaml), try identities(yaml.replacing("300", with: "301")))
    #expect(Set(some).count == some.count)
    let grid = Grid(try Specification(yaml: yaml, source: "test.yaml"))
    var solvedCount = 0
    for run in some.indices {
      let parameters = Run(grid[run])
      let isSolved = parameters.dynamics == .slowSDE && parameters.noise.isOnGradient
      #expect((some[run] != more[run]) == isSolved)
      solvedCount += isSolved ? 1 : 0
    }
    #expect(solvedCount == some.count / 4)
  }

  /// A run is what was read while it was made: δ, not α, and 1 − β₂, not β₂.
  ///
  /// A part of the plan that is new must enter the identity; then count it here.
  @Test func whatIsReadIsWhatIsComputedWith() throws {
    let grid = Grid(try Specification(yaml: SmallSweep.tiny, source: "test.yaml"))
    let run = Run(grid[0])
    let frozen = run.values.keys.filter {
      Language.schema.key(at: $0)?.parameter.since ?? 2 <= Schema.frozenFormat
    }
    #expect(
      frozen.sorted() == [
        "data.design", "data.kind", "data.samples", "data_seed", "dynamics", "init_seed",
        "model.dimension", "model.initial_scale", "model.kind", "model.sparsity", "noise.batch",
        "noise.delta", "noise.distribution", "noise.kind", "noise_seed", "optimizer.beta1",
        "optimizer.bias_correction", "optimizer.epsilon", "optimizer.kind",
        "optimizer.one_minus_beta2", "optimizer.step_size", "precision", "steps",
      ])
    #expect(run.values["optimizer.one_minus_beta2"] == .real(1 - 0.99))
    #expect(Mirror(reflecting: grid.specification.record).children.count == 10)
  }

  // MARK: Against what is computed

  /// Every key of a sweep file but the paths of files and the other dynamics, with another value; some
  /// give the same number in another way.
  private static let changes: [(base: String, old: String, new: String)] = {
    let net = """
      model: {kind: diagonal-net, dimension: 6, sparsity: 2, initial_scale: 0.5}
      data: {samples: 4, design: sign}
      noise: {kind: label, delta: 0.2, batch: 4, distribution: rademacher}
      optimizer: {kind: adam-e, exponent: 0.5, step_size: 0.05, beta1: 0.9, beta2: 0.75, epsilon: 1e-6,
        bias_correction: false}
      steps: 20
      data_seed: 1
      init_seed: 1
      noise_seed: 1
      precision: float64
      dynamics: training
      """
    let factors = """
      model: {kind: matrix-factorization, dimension: 3, rank: 1, width: 3, depth: 2}
      data: {samples: 4}
      noise: {kind: gradient, std: 0.1}
      optimizer: {kind: adam, step_size: 0.05, one_minus_beta2: {rate: 40, power: 2}}
      steps: 20
      seed: 1
      """
    let slow = """
      model: {kind: diagonal-net, dimension: 6, sparsity: 2, initial_scale: 0.5}
      data: {samples: 4}
      noise: {kind: label, delta: 0.2}
      optimizer: {kind: adam-mini, block_size: 2, step_size: 0.1, one_minus_beta2: 0.1}
      steps: {slow_time: 0.1}
      dynamics: slow-ode
      seed: 1
      """
    let stochastic = """
      model: {kind: diagonal-net, dimension: 6, sparsity: 2, initial_scale: 0.5}
      data: {samples: 4}
      noise: {kind: gradient, std: 0.1}
      optimizer: {kind: sgd, step_size: 0.1}
      steps: {slow_time: 0.1}
      dynamics: slow-sde
      slow_steps: 5
      seed: 1
      """
    func changes(of base: String, _ pairs: [(String, String)]) -> [(String, String, String)] {
      pairs.map { (base, $0.0, $0.1) }
    }
    return changes(
      of: net,
      [
        ("dimension: 6", "dimension: 7"), ("sparsity: 2", "sparsity: 3"),
        ("initial_scale: 0.5", "initial_scale: 0.25"), ("samples: 4", "samples: 5"),
        ("design: sign", "design: gaussian"), ("delta: 0.2", "delta: 0.3"),
        ("delta: 0.2", "alpha: 0.1"), ("delta: 0.2", "alpha: 0.01"),
        ("delta: 0.2", "delta: 0.2000000000000001"), ("batch: 4", "batch: full"),
        ("batch: 4", "batch: 3"), ("rademacher", "gaussian"), ("exponent: 0.5", "exponent: 0.25"),
        ("kind: adam-e, exponent: 0.5", "kind: adam"), ("step_size: 0.05", "step_size: 0.06"),
        ("beta1: 0.9", "beta1: 0"), ("beta2: 0.75", "beta2: 0.5"),
        ("beta2: 0.75", "one_minus_beta2: 0.25"), ("epsilon: 1e-6", "epsilon: 1e-5"),
        ("bias_correction: false", "bias_correction: true"), ("steps: 20", "steps: 21"),
        ("data_seed: 1", "data_seed: 2"), ("init_seed: 1", "init_seed: 2"),
        ("noise_seed: 1", "noise_seed: 2"), ("float64", "float32"), ("training", "slow-ode"),
        ("training", "slow-sde"),
      ])
      + changes(
        of: factors,
        [
          ("rank: 1", "rank: 2"), ("width: 3", "width: 4"), ("depth: 2", "depth: 3"),
          ("std: 0.1", "std: 0.2"), ("rate: 40", "rate: 20"), ("power: 2", "power: 3"),
          ("{rate: 40, power: 2}", "0.1"), ("kind: gradient, std: 0.1", "kind: none"),
          ("seed: 1", "seed: 2"),
        ])
      + changes(
        of: slow,
        [
          ("delta: 0.2", "alpha: 0.01"), ("delta: 0.2", "alpha: 0.010000000000000004"),
          ("block_size: 2", "block_size: 3"), ("slow_time: 0.1", "slow_time: 0.2"),
          ("0.1}\nsteps", "0.2}\nsteps"), ("kind: adam-mini, block_size: 2", "kind: adalayer"),
          ("slow-ode", "slow-sde"),
        ])
      + changes(of: stochastic, [("slow_steps: 5", "slow_steps: 6")])
  }()

  private func run(_ yaml: String) throws -> (identity: RunIdentity, records: RecordBlock, Grid) {
    let text = "name: t\n\(yaml)\nrecord: {count: 3, signal: all}"
    let grid = Grid(try Specification(yaml: text, source: "test.yaml"))
    var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
    let outcome = try experiment.records(ofRuns: 0..<1, shouldContinue: { _ in true })
    guard case .finished(let records) = outcome else { throw CancellationError() }
    let identity = RunIdentity(Run(grid[0]), plan: grid.specification.record)
    return (identity, records, grid)
  }

  /// A run is computed from its identity alone: another value is another identity, or has no effect.
  @Test func whatHasAnEffectIsInTheIdentity() throws {
    var changed: Set<String> = []
    var sameRecords: [String] = []
    for (base, old, new) in Self.changes {
      let (before, after) = (try run(base), try run(base.replacing(old, with: new)))
      try #require(base.contains(old))
      if before.identity == after.identity {
        #expect(before.records.hasSameBits(as: after.records), "\(old) → \(new)")
        sameRecords.append("\(old) → \(new)")
      }
      for key in Language.schema.keys.map(\.path) where before.2[0][key] != after.2[0][key] {
        changed.insert(key)
      }
    }
    // 0.2² / 4 is not 0.01, but δ, with which training computes, is the same number.
    #expect(sameRecords == ["delta: 0.2 → alpha: 0.01", "beta2: 0.75 → one_minus_beta2: 0.25"])
    let others = ["model.kind", "data.kind", "data.path"]
    let frozen = Language.schema.keys.filter { $0.parameter.since <= Schema.frozenFormat }
    #expect(Set(frozen.map(\.path)).subtracting(changed) == Set(others))
  }
}
