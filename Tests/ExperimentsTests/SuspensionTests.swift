import Sweeps
import TestSupport
import Testing

@testable import Experiments
@testable import Shards

/// A lane-batch that is suspended again and again, as bytes, has the bits of one that never was.
@Suite struct SuspensionTests {
  /// Slow equations that find their start themselves, of both models, with and without a path; runs
  /// that differ in their noise seed alone; snapshots that are projected.
  private static let sweeps = [
    """
    name: start
    model: {kind: diagonal-net, dimension: 6, sparsity: 2, initial_scale: 0.5}
    data: {samples: 4}
    noise: {kind: label, alpha: 0.1}
    optimizer: {kind: adam, step_size: 0.003, one_minus_beta2: {rate: 10, power: 2},
      bias_correction: true}
    steps: {slow_time: 0.2}
    seed: 1
    noise_seed: {count: 2}
    dynamics: slow-ode
    record: {slow_times: [0, 0.1, 0.2], projection: all}
    """,
    """
    name: path
    model: {kind: matrix-factorization, dimension: 3, rank: 1, initial_scale: 0.5}
    data: {samples: 4}
    noise: {kind: gradient, std: 0.05}
    optimizer: {kind: rmsprop, step_size: 0.003, one_minus_beta2: {rate: 10, power: 2}}
    steps: {slow_time: 0.1}
    seed: 1
    dynamics: slow-sde
    record: {slow_times: [0, 0.05, 0.1]}
    """,
    """
    name: projected
    model: {kind: diagonal-net, dimension: 6, sparsity: 2, initial_scale: 0.5}
    data: {samples: 4}
    noise: {kind: label, alpha: 0.1}
    optimizer: {kind: sgd, step_size: [0.02, 0.05, 30]}
    steps: 300
    seed: 1
    record: {count: 12, projection: all, signal: all}
    """,
    """
    name: sides
    model: {kind: matrix-factorization, dimension: 3, rank: 1, initial_scale: 0.5}
    data: {samples: 4}
    noise: {kind: label, alpha: 0.1}
    optimizer: {kind: shampoo, step_size: 0.01, one_minus_beta2: {rate: 5, power: 2}, epsilon: 1e-3}
    steps: {slow_time: 0.6}
    seed: 1
    noise_seed: {count: 2}
    dynamics: slow-ode
    record: {slow_times: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], projection: all}
    """,
    """
    name: drawn labels
    model: {kind: diagonal-net, dimension: 6, sparsity: 2, initial_scale: 0.5}
    data: {samples: 4}
    loss: logistic
    noise: {kind: flips, probability: 0.3}
    optimizer: {kind: adam, step_size: 0.002, one_minus_beta2: {rate: 5, power: 2}}
    steps: {slow_time: 0.6}
    seed: 1
    noise_seed: {count: 2}
    dynamics: slow-ode
    record: {slow_times: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]}
    """,
  ]

  private func grid(_ yaml: String) throws -> Grid {
    Grid(try Specification(yaml: yaml, source: "test.yaml"))
  }

  /// The records of the first lane-batch, suspended whenever the answer to how often was asked is true;
  /// and how often it was.
  private func records(
    _ grid: Grid, suspending isTime: (Int) -> Bool,
    _ look: (SuspendedLaneBatch) throws -> Void = { _ in }
  ) throws -> (block: RecordBlock, suspensions: Int) {
    let runs = grid.runs(ofLaneBatch: 0)
    var suspended: SuspendedLaneBatch?
    var suspensions = 0
    while true {
      // Another process each time.
      var experiment = LaneBatchExperiment(grid: grid, problemPath: { $0 })
      var asked = 0
      let outcome = try experiment.records(ofRuns: runs, resuming: suspended) { _ in
        asked += 1
        return !isTime(asked)
      }
      switch outcome {
      case .finished(let block): return (block, suspensions)
      case .suspended(let state):
        suspensions += 1
        let read = try #require(
          SuspendedLaneBatch(records: state.records, stateBytes: state.stateBytes))
        try #require(read == state && read.stepsDone >= suspended?.stepsDone ?? 0)
        #expect(try experiment.fits(read, runs: runs))
        try look(read)
        suspended = read
      }
    }
  }

  @Test(arguments: sweeps)
  func whatIsSuspendedAtAnyMomentHasTheSameBits(yaml: String) throws {
    let grid = try grid(yaml)
    let whole = try records(grid, suspending: { _ in false })
    #expect(whole.suspensions == 0)
    #expect(whole.block.status.contains(RunState.ok.rawValue))
    for looks in [1, 2, 3, 7] {
      let parts = try records(grid, suspending: { $0 >= looks })
      #expect(parts.suspensions > (looks < 3 ? 2 : 0), "every \(looks)")
      #expect(parts.block.hasSameBits(as: whole.block), "every \(looks)")
    }
  }

  /// Training, recording and solving each have a state of their own; none fits another run or sweep.
  @Test(arguments: sweeps)
  func aStateFitsItsOwnRunsAlone(yaml: String) throws {
    let own = try grid(yaml)
    let other = try grid(
      yaml.replacing("dimension: 6", with: "dimension: 7")
        .replacing("dimension: 3", with: "dimension: 4"))
    let later = try grid(yaml.replacing("seed: 1\n", with: "seed: 2\n"))
    var kinds: Set<String> = []
    func look(_ suspended: SuspendedLaneBatch) throws {
      let runs = suspended.records.runs
      for stranger in [other, later] {
        var experiment = LaneBatchExperiment(grid: stranger, problemPath: { $0 })
        switch suspended.state {
        case .training:
          kinds.insert("training")
          #expect(try !experiment.fits(suspended, runs: runs))
        case .recording(let state):
          kinds.insert("recording")
          if state.training != nil { #expect(try !experiment.fits(suspended, runs: runs)) }
        case .slow(let state):
          guard let underWay = state.underWay else { continue }
          if case .training = underWay.stage { kinds.insert("start") }
          if case .solving = underWay.stage { kinds.insert("solving") }
          #expect(try !experiment.fits(suspended, runs: runs))
        }
      }
      for count in stride(from: 0, to: suspended.stateBytes.count, by: 7) {
        let short = Array(suspended.stateBytes.prefix(count))
        #expect(SuspendedLaneBatch(records: suspended.records, stateBytes: short) == nil)
      }
    }
    _ = try records(own, suspending: { _ in true }, look)
    #expect(kinds.count == (yaml.contains("slow-") ? 2 : 1), "\(kinds)")
  }

  /// The runs are the same, but what they record has another size.
  @Test func aStateFitsRecordsOfItsOwnSizeAlone() throws {
    let yaml = Self.sweeps[2].replacing("steps: 300", with: "steps: 3000000")
      .replacing("projection: all, ", with: "")
    let own = try grid(yaml)
    let runs = own.runs(ofLaneBatch: 0)
    var experiment = LaneBatchExperiment(grid: own, problemPath: { $0 })
    guard
      case .suspended(let state) = try experiment.records(
        ofRuns: runs, shouldContinue: { _ in false })
    else {
      Issue.record("it was not suspended")
      return
    }
    #expect(try experiment.fits(state, runs: runs))
    var other = LaneBatchExperiment(
      grid: try grid(yaml.replacing("signal: all", with: "signal: last")), problemPath: { $0 })
    #expect(try !other.fits(state, runs: runs))
  }

  /// Of the sixteen projections of a snapshot those that are done are kept.
  @Test func aProjectionIsDoneOnce() throws {
    let grid = try grid(Self.sweeps[2])
    var waiting: [Int] = []
    func look(_ suspended: SuspendedLaneBatch) {
      if case .recording(let state) = suspended.state { waiting.append(state.snapshots.count) }
    }
    _ = try records(grid, suspending: { _ in true }, look)
    #expect(waiting.contains(2) && waiting.contains(1))
  }
}
