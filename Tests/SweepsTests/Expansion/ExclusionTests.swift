import Parameters
import TestSupport
import Testing

@testable import Sweeps

@Suite struct ExclusionTests {
  @Test func matchingRunsAreSkipped() throws {
    let grid = try grid([
      .model: "model: {kind: diagonal-net, dimension: [100, 1000], sparsity: 5}",
      .optimizer: """
      optimizer:
        - {kind: sgd, step_size: [0.1, 0.2, 0.3]}
        - {kind: adam, step_size: 0.1, beta2: [0.9, 0.99]}
      """,
      .seed: """
      seed: 1
      exclude:
        - {optimizer.kind: sgd, model.dimension: 1000}
        - {optimizer.beta2: 0.99, model.dimension: 100}
        - {optimizer.step_size: [0.2, 0.3], optimizer.kind: sgd}
      """,
    ])
    let runs = (0..<grid.runCount).map { run in
      ["optimizer.kind", "model.dimension", "optimizer.step_size", "optimizer.beta2"]
        .map { grid[run][$0]?.description ?? "-" }
    }
    #expect(
      runs == [
        ["sgd", "100", "0.1", "-"], ["adam", "100", "0.1", "0.9"], ["adam", "1000", "0.1", "0.9"],
        ["adam", "1000", "0.1", "0.99"],
      ])
    // Where nothing is left of a uniform assignment, there is no lane-batch.
    #expect(
      (0..<grid.laneBatchCount).map(grid.runs(ofLaneBatch:)) == [0..<1, 1..<2, 2..<4])
  }

  @Test func laneBatchesHoldWhatIsLeft() throws {
    let grid = try grid([
      .optimizer: "optimizer: {kind: sgd, step_size: {from: 1, to: 33, count: 33}}",
      .seed: """
      seed: [1, 2]
      exclude: [{seed: 1, optimizer.step_size: [1, 2, 20]}]
      """,
    ])
    #expect(
      (0..<grid.laneBatchCount).map(grid.runs(ofLaneBatch:))
        == [0..<16, 16..<30, 30..<46, 46..<62, 62..<63])
    #expect(
      grid.reals("optimizer.step_size").prefix(18) == [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21,
      ])
  }

  @Test func allConditionsOfOneJointAxisMustHoldTogether() throws {
    let grid = try grid([
      .model: "model: {kind: diagonal-net, dimension: [100, 200, 300], sparsity: 5}",
      .data: "data: {samples: [20, 30, 40]}",
      .seed: """
      seed: 1
      zip: [[model.dimension, data.samples]]
      exclude:
        - {model.dimension: [100, 200], data.samples: [30, 40]}
        - {model.dimension: 100, data.samples: 40}
      """,
    ])
    #expect(grid.reals("model.dimension") == [100, 300])
  }

  @Test func valuesOfRangesAreFoundAsWritten() throws {
    let grid = try grid([
      .optimizer: "optimizer: {kind: sgd, step_size: {log: [1e-6, 1], count: 7}}",
      .noise: "noise: {kind: label, alpha: {from: 0, to: 1, count: 4}, batch: [1, full]}",
      .seed: """
      seed: {first: 18446744073709551613, count: 3}
      exclude:
        - {optimizer.step_size: [1e-6, 0.001, 1]}
        - {noise.alpha: 0.333333333333}
        - {seed: 18446744073709551614}
        - {noise.batch: full}
      """,
    ])
    #expect(Set(grid.values("noise.batch")) == [.integer(1)])
    #expect(Set(grid.values("seed")) == [.seed(.max - 2), .seed(.max)])
    #expect(Set(grid.reals("noise.alpha")) == [0, 0.666666666667, 1])
    #expect(Set(grid.reals("optimizer.step_size")) == [1e-5, 1e-4, 1e-2, 1e-1])
    #expect(grid.runCount == 24)
  }

  /// Every index of a random range is found from its value, and no neighbour is.
  @Test func everyValueOfARangeIsFound() {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<100 {
      let low = Double.random(in: 1e-6...1, using: &generator)
      let high = low * .random(in: 1.1...1e6, using: &generator)
      let count = Int.random(in: 2...50, using: &generator)
      let step = Int.random(in: 1...9, using: &generator)
      for values in [
        ParameterValues.linear(from: low, to: high, count: count),
        .logarithmic(from: low, to: high, count: count),
        .integers(first: step, step: step, count: count),
        .seeds(first: .max - UInt64(count), count: count),
      ] {
        for index in 0..<count { #expect(values.indices(of: [values[index]]) == [index]) }
        #expect(values.indices(of: [.real(low.nextDown), .real(high.nextUp)]).isEmpty)
      }
    }
  }

  @Test func theOrderOfConditionsAndTheirValuesDoesNotMatter() throws {
    func json(_ exclusion: String) throws -> [UInt8] {
      try specification(
        of: sweep([
          .optimizer: "optimizer: {kind: sgd, step_size: [0.1, 0.2, 0.3]}",
          .seed: "seed: [1, 2]\nexclude: [\(exclusion)]",
        ])
      ).canonicalJSON
    }
    let plain = try json("{seed: 1, optimizer.step_size: [0.1, 0.2]}")
    #expect(try json("{optimizer.step_size: [2e-1, 0.1, 0.1], seed: [1]}") == plain)
    #expect(try json("{optimizer.step_size: [0.1, 0.3], seed: 1}") != plain)
  }

  @Test func anEmptyExclusionListSaysNothing() throws {
    #expect(try specification(of: sweep() + "exclude: []\n") == specification(of: sweep()))
  }

  /// 10⁵ seeds, 10³ dimensions, 10² step sizes, 10 noise levels, without a thousandth of them.
  private static let great: [SweepLine: String] = [
    .model: "model: {kind: diagonal-net, dimension: {from: 1, to: 1000, step: 1}, sparsity: 1}",
    .noise: "noise: {kind: label, alpha: {from: 1, to: 10, count: 10}}",
    .optimizer: "optimizer: {kind: sgd, step_size: {log: [1e-4, 1], count: 100}}",
    .seed: """
    seed: {count: 100000}
    exclude:
      - {model.dimension: 1}
      - {seed: 99999, noise.alpha: [1, 2, 3]}
      - {optimizer.step_size: 1e-4, model.dimension: [500, 501], noise.alpha: 10}
    """,
  ]

  @Test func aHundredThousandMillionRunsAreCounted() throws {
    let grid = try grid(Self.great)
    // Dimension 1: 10⁸. Seed 99999: 999 · 300. The third: 2 · (10⁵ seeds).
    #expect(grid.runCount == 100_000_000_000 - 100_000_000 - 299_700 - 200_000)
    #expect(grid.pointCount == 999_000 - 2)
    // 1000 runs are 63 lane-batches, 999 are 63, 700 are 44, 699 are 44.
    #expect(grid.laneBatchCount == 999 * (99_999 * 63 + 44))
    func values(_ run: Int) -> [Value?] {
      ["model.dimension", "seed", "noise.alpha", "optimizer.step_size"].map { grid[run][$0] }
    }
    #expect(values(0) == [.integer(2), .seed(0), .real(1), .real(1e-4)])
    #expect(
      values(grid.runCount - 1) == [.integer(1000), .seed(99_999), .real(10), .real(1)])
    #expect(values(grid.runCount - 700) == [.integer(1000), .seed(99_999), .real(4), .real(1e-4)])
    #expect(
      values(grid.runCount - 701) == [.integer(1000), .seed(99_998), .real(10), .real(1)])
    #expect(grid.runs(ofLaneBatch: grid.laneBatchCount - 1).upperBound == grid.runCount)
  }

  @Test func aHundredThousandMillionRunsHaveTheirShards() throws {
    let grid = try grid(Self.great)
    let model = CostModel(paths: ["model.dimension"]) { value, lanes in
      Int(value("model.dimension")?.asReal ?? 0) * lanes * 10_000
    }
    let table = ShardTable(grid, model: model)
    // Full lane-batches but for the last seed, whose 44 lane-batches are full as well.
    let dimensions = (2...1000).reduce(0, +)
    #expect(
      table.predictedNanoseconds == Double(dimensions * (99_999 * 63 + 44)) * 160_000)
    var next = 0
    for shard in 0..<table.count {
      let runs = table.runs(ofShard: shard)
      #expect(runs.lowerBound == next && !runs.isEmpty)
      next = runs.upperBound
    }
    #expect(next == grid.runCount)
  }

  @Test func sixtyFourExclusionsAreTheMost() throws {
    func yaml(_ count: Int) -> String {
      let list = (0..<count).map { "  - {seed: \($0)}\n" }.joined()
      return sweep([.seed: "seed: {count: 100}\nexclude:\n\(list)"])
    }
    #expect(Grid(try specification(of: yaml(64))).values("seed") == (64..<100).map(Value.seed))
    let mistake = Mistake(
      "", file: yaml(65),
      message: """
        s.yaml:73:5: there are more than 64 exclusions
           73 |   - {seed: 64}
              |     ^ a condition may have a list of values
        """)
    #expect(mistake.report == mistake.message)
  }

  /// 18 axes of two values, each excluded with one value of the last: 2¹⁸ sets of exclusions.
  @Test func exclusionsThatCombineWithoutEndAreAMistake() {
    let keys = [
      "model.dimension", "model.sparsity", "model.initial_scale", "data.samples", "data.design",
      "noise.alpha", "noise.batch", "noise.distribution", "optimizer.step_size", "optimizer.beta1",
      "optimizer.beta2", "optimizer.exponent", "optimizer.epsilon", "optimizer.bias_correction",
      "steps", "data_seed", "init_seed", "precision",
    ]
    let values = [
      "model.dimension": "[60, 70]", "model.sparsity": "[1, 2]", "data.samples": "[30, 40]",
      "data.design": "[sign, gaussian]", "noise.batch": "[1, full]",
      "noise.distribution": "[rademacher, gaussian]", "optimizer.bias_correction": "[true, false]",
      "precision": "[float64, float32]", "steps": "[60, 70]",
      "data_seed": "[1, 2]", "init_seed": "[1, 2]",
    ]
    func block(_ name: String, _ kind: String) -> String {
      let entries = keys.filter { $0.hasPrefix(name + ".") }
        .map { "\($0.dropFirst(name.count + 1)): \(values[$0] ?? "[0.1, 0.2]")" }
      return "\(name): {kind: \(kind), " + entries.joined(separator: ", ") + "}\n"
    }
    func first(_ key: String) -> Substring {
      (values[key] ?? "[0.1, 0.2]").dropFirst().prefix { $0 != "," }
    }
    let exclusions = keys.map { "{\($0): \(first($0)), noise_seed: 0}" }
    let yaml =
      "name: t\n" + block("model", "diagonal-net") + block("data", "generated")
      + block("noise", "label") + block("optimizer", "adam-e")
      + keys.filter { !$0.contains(".") }.map { "\($0): \(values[$0] ?? "")\n" }.joined()
      + "noise_seed: [0, 1]\nexclude: [\(exclusions.joined(separator: ", "))]\n"
    let error = #expect(throws: SpecificationError.self) { try specification(of: yaml) }
    #expect(error?.diagnostics.map(\.message) == ["the exclusions combine in too many ways"])
  }
}
