import Parameters
import TestSupport
import Testing

@testable import Sweeps

@Suite struct GridTests {
  /// A sweep by hand: two lists of blocks, and axes in an order of their own.
  @Test func runsFollowTheDocumentedOrder() throws {
    let specification = try specification(
      of: """
        name: t
        seed: [7, 3]
        optimizer:
          - {step_size: [0.2, 0.1], kind: sgd}
          - {kind: adam, beta2: [0.9, 0.99, 0.999], step_size: [0.1, 0.2], beta1: 0}
        noise: {alpha: [0, 1], kind: label}
        model:
          - {kind: diagonal-net, dimension: [20, 10], sparsity: 1}
          - {kind: diagonal-net, sparsity: [1, 2], dimension: [30, 40]}
        data: {samples: 20}
        steps: 1000
        """)
    var expected: [[String]] = []
    for optimizer in ["sgd", "adam"] {
      for model in [0, 1] {
        for seed in ["7", "3"] {
          // The first key of a block is slower than its second.
          let pairs =
            model == 0
            ? [("20", "1"), ("10", "1")] : [("30", "1"), ("40", "1"), ("30", "2"), ("40", "2")]
          for (dimension, sparsity) in pairs {
            let rates =
              optimizer == "sgd"
              ? [("-", "0.2"), ("-", "0.1")]
              : ["0.9", "0.99", "0.999"].flatMap { [($0, "0.1"), ($0, "0.2")] }
            for (beta2, stepSize) in rates {
              for alpha in ["0", "1"] {
                expected.append([optimizer, dimension, sparsity, seed, beta2, stepSize, alpha])
              }
            }
          }
        }
      }
    }
    let grid = Grid(specification)
    let paths = [
      "optimizer.kind", "model.dimension", "model.sparsity", "seed", "optimizer.beta2",
      "optimizer.step_size", "noise.alpha",
    ]
    let runs = (0..<grid.runCount).map { run in
      paths.map { grid[run][$0]?.description ?? "-" }
    }
    #expect(runs == expected)
    #expect(grid.pointCount == expected.count / 2)
  }

  private static func randomSweeps(_ count: Int) -> [RandomSweep] {
    var generator = SplitMix64(seed: 3)
    return (0..<count).map { _ in RandomSweep(using: &generator) }
  }

  @Test func randomSweepsHaveZipsAndExclusions() {
    let sweeps = Self.randomSweeps(80)
    #expect(sweeps.count { $0.yaml.contains("zip:") } >= 10)
    #expect(sweeps.count { $0.yaml.contains("exclude:") } >= 40)
  }

  @Test func runsOfRandomSweepsAreThoseOfNestedLoops() throws {
    for sweep in Self.randomSweeps(120) {
      let grid = Grid(try specification(of: sweep.yaml))
      #expect(grid.runCount == sweep.runs.count, "\(sweep.yaml)")
      #expect(grid.pointCount == sweep.pointCount, "\(sweep.yaml)")
      for (index, run) in sweep.runs.enumerated() {
        let point = grid[index]
        let found = run.keys.map { ($0, point[$0]?.description ?? "nothing") }
        #expect(Dictionary(uniqueKeysWithValues: found) == run, "run \(index) of\n\(sweep.yaml)")
      }
    }
  }

  @Test func laneBatchesCoverAllRunsOnceAndShareUniformParameters() throws {
    let uniform = [
      "model.dimension", "model.sparsity", "data.samples", "data.design", "seed", "steps",
    ]
    for sweep in Self.randomSweeps(80) {
      let grid = Grid(try specification(of: sweep.yaml))
      var next = 0
      for batch in 0..<grid.laneBatchCount {
        let runs = grid.runs(ofLaneBatch: batch)
        #expect(runs.lowerBound == next && !runs.isEmpty && runs.count <= Grid.laneCount)
        next = runs.upperBound
        let assignments = Set(runs.map { run in uniform.map { grid[run][$0] } })
        #expect(assignments.count == 1, "lane-batch \(batch) of\n\(sweep.yaml)")
        if batch > 0 {
          // A lane-batch with room left is followed by one of other uniform parameters.
          let last = grid.runs(ofLaneBatch: batch - 1)
          let isSame =
            grid.uniformAssignment(ofRun: last.lowerBound)
            == grid.uniformAssignment(ofRun: runs.lowerBound)
          #expect(!isSame || last.count == Grid.laneCount, "\(sweep.yaml)")
        }
      }
      #expect(next == grid.runCount)
      let half = grid.laneBatchCount / 2
      #expect(
        grid.runs(ofLaneBatches: half..<grid.laneBatchCount)
          == grid.runs(ofLaneBatch: half).lowerBound..<grid.runCount)
      #expect(grid.runs(ofLaneBatches: half..<half).isEmpty)
    }
  }

  @Test func laneBatchesAreFilledBeforeANewOneBegins() throws {
    let grid = try grid([
      .optimizer: "optimizer: {kind: sgd, step_size: {from: 1, to: 33, count: 33}}",
      .seed: "seed: [1, 2]",
    ])
    #expect(
      (0..<grid.laneBatchCount).map(grid.runs(ofLaneBatch:))
        == [0..<16, 16..<32, 32..<33, 33..<49, 49..<65, 65..<66])
  }

  /// 10⁵ seeds, 10³ dimensions, 10² step sizes, 10 noise levels.
  @Test func aHundredThousandMillionRunsAnswerAtBothEnds() throws {
    let grid = try grid([
      .model: "model: {kind: diagonal-net, dimension: {from: 1, to: 1000, step: 1}, sparsity: 1}",
      .noise: "noise: {kind: label, alpha: {from: 1, to: 10, count: 10}}",
      .optimizer: "optimizer: {kind: sgd, step_size: {log: [1e-4, 1], count: 100}}",
      .seed: "seed: {count: 100000}",
    ])
    #expect(grid.runCount == 100_000_000_000)
    #expect(grid.pointCount == 1_000_000)
    // 1000 runs a uniform assignment are 62 full lane-batches and one of 8.
    #expect(grid.laneBatchCount == 63 * 100_000_000)
    #expect(grid.runs(ofLaneBatch: 0) == 0..<16)
    #expect(grid.runs(ofLaneBatch: 62) == 992..<1000)
    #expect(grid.runs(ofLaneBatch: 6_299_999_999) == 99_999_999_992..<100_000_000_000)

    func values(_ run: Int) -> [Value?] {
      ["model.dimension", "seed", "noise.alpha", "optimizer.step_size"].map { grid[run][$0] }
    }
    #expect(values(0) == [.integer(1), .seed(0), .real(1), .real(1e-4)])
    #expect(values(99_999_999_999) == [.integer(1000), .seed(99_999), .real(10), .real(1)])
    // dimension · 10⁸ + seed · 10³ + α · 10² + η
    #expect(values(12_345_678_900) == [.integer(124), .seed(45_678), .real(10), .real(1e-4)])
  }

  @Test func almostTwoToThe63RunsAreAddressed() throws {
    let grid = try grid([
      .data: "data: {samples: {from: 1, to: 9000000, step: 1}}",
      .seed: "seed: {count: 1000000000000}",
    ])
    #expect(grid.runCount == 9_000_000_000_000_000_000)
    #expect(grid[grid.runCount - 1]["data.samples"] == .integer(9_000_000))
  }

  @Test func variedPathsAreAxesAndDifferencesBetweenSubgrids() throws {
    let grid = try grid([
      .optimizer: """
      optimizer:
        - {kind: sgd, step_size: 0.1}
        - {kind: adam, step_size: 0.1, beta2: [0.9, 0.99]}
      """,
      .seed: "seed: [1, 2]",
    ])
    #expect(
      grid.variedPaths == [
        "seed", "optimizer.beta2", "optimizer.kind", "optimizer.beta1",
        "optimizer.bias_correction", "optimizer.epsilon",
      ])
    #expect(grid.hasPath("optimizer.epsilon") && !grid.hasPath("optimizer.exponent"))
  }

  @Test func anIndexBeyondTheGridIsTheCallersMistake() async {
    await #expect(processExitsWith: .failure) { _ = try grid()[1] }
    await #expect(processExitsWith: .failure) { _ = try grid().runs(ofLaneBatch: 1) }
    await #expect(processExitsWith: .failure) { _ = try grid()[-1] }
  }
}
