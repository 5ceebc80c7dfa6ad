import FileSystem
import Parameters
import Shards
import Sweeps
import TestSupport
import Testing

@testable import Experiments

/// Normalized SAM without noise: training in full batches beside the equation that descends λ_max.
@Suite struct SharpnessDescentSweepTests {
  private let directory = TemporaryDirectory()

  /// A diagonal net of 9 entries, 3 samples of different size, so that λ_max is simple; θ₀ is near the manifold,
  /// since where a gradient is 0 there is nowhere to ascend.
  private func writeProblem() throws {
    let design = (0..<3).flatMap { row in
      uniform(9, in: -1...1, seed: UInt64(31 + row)).map { $0 * [2, 1, 0.5][row] }
    }
    let theta = uniform(18, in: 0.5...1, seed: 32)
    let signal = (0..<9).map { theta[$0] * theta[$0] - theta[9 + $0] * theta[9 + $0] }
    let targets = (0..<3).map { row in
      (0..<9).reduce(0.001) { $0 + design[9 * row + $1] * signal[$1] }
    }
    try ExperimentsTests.writeProblem(
      [
        ("design", [3, 9], design), ("targets", [3], targets), ("theta0", [18], theta),
      ], to: directory.file("problem.h5"))
  }

  private func grid(_ lines: String) throws -> Grid {
    Grid(
      try Specification(
        yaml: """
          name: descent
          model: {kind: diagonal-net, dimension: 9}
          data: {kind: file, path: problem.h5}
          noise: {kind: none}
          data_seed: 0
          init_seed: 0
          noise_seed: 0
          dynamics: [training, slow-ode]
          \(lines)
          record: {count: 2, also: [preconditioned_sharpness_on_manifold, sharpness_gap_on_manifold]}
          """, filesIn: directory))
  }

  /// Where training and equation go differs by less as η and ρ fall together, at one τ = kηρ² = 0.1.
  @Test func theErrorFallsWithStepAndRadius() throws {
    try writeProblem()
    // ρ = 4η.
    let grid = try grid(
      """
      optimizer: {kind: sgd, step_size: [0.04, 0.02, 0.01], sam: {radius: {rate: 4, power: 1}}}
      steps: [98, 781, 6250]
      zip: [[optimizer.step_size, steps]]
      """)
    var ends: [Run.Dynamics: [Double: Double]] = [:]
    var starts: Set<Double> = []
    for batch in 0..<grid.laneBatchCount {
      let runs = grid.runs(ofLaneBatch: batch)
      let block = try records(of: grid, runs: runs, problem: directory.file("problem.h5"))
      let values = try #require(
        block.variables.first { $0.key.name == "preconditioned_sharpness_on_manifold" }?.value)
      for (row, run) in runs.enumerated() {
        let parameters = Run(grid[run])
        ends[parameters.dynamics, default: [:]][parameters.stepSize] = values[2 * row + 1]
        starts.insert(values[2 * row])
      }
      #expect(try block.last("sharpness_gap_on_manifold").allSatisfy { $0 > 0.1 })
    }
    let (trained, solved) = (try #require(ends[.training]), try #require(ends[.slowODE]))
    let start = try #require(starts.first)
    let errors = try [0.04, 0.02, 0.01].map { step in
      let (a, b) = (try #require(trained[step]), try #require(solved[step]))
      return abs(a - b) / abs(b - start)
    }
    #expect(errors[0] > 1.5 * errors[1] && errors[1] > 1.5 * errors[2], "\(errors)")
    #expect(errors[2] < 0.1, "\(errors)")
  }

  @Test(arguments: [
    ("{kind: sgd, step_size: 0.1}", "slow-ode has nothing to follow without noise"),
    (
      "{kind: sgd, step_size: 0.1, sam: {radius: [0, 0.1]}}",
      "slow-ode has nothing to follow without noise"
    ),
    (
      "{kind: sgd, step_size: 0.1, sam: {radius: {rate: 1, power: 1}, normalized: false}}",
      "slow-ode has nothing to follow without noise"
    ),
    (
      "{kind: sgd, step_size: 0.1, momentum: 0.5, sam: {radius: 0.1}}",
      "in full batches, and not with momentum"
    ),
    (
      "{kind: sgd, step_size: 0.1, weight_decay: {rate: 1, power: 1}, sam: {radius: 0.1}}",
      "in full batches, and not with weight decay"
    ),
    (
      "{kind: sgd, step_size: 0.1, sam: {radius: 0.1}}\nbatches: {size: 2}",
      "in full batches, and not in minibatches"
    ),
    (
      "{kind: adam, beta2: 0.9, step_size: 0.1, sam: {radius: 0.1}}",
      "known beside sgd alone, and not beside adam"
    ),
  ])
  func whatIsNotFollowedIsRefused(optimizer: String, message: String) throws {
    try writeProblem()
    #expect {
      try grid("optimizer: \(optimizer)\nsteps: 10")
    } throws: {
      "\($0)".contains(message)
    }
  }
}
