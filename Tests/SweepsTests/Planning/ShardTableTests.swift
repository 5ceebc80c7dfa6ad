import Parameters
import TestSupport
import Testing

@testable import Sweeps

@Suite struct ShardTableTests {
  private static let paths = ["model.dimension", "data.samples", "seed"]

  /// A cost that jumps about: 10^(0…`decades`) nanoseconds, whichever the parameters.
  private static func cost(decades: Double, salt: UInt64, paths: [String]) -> CostModel {
    CostModel(paths: Set(paths)) { value, lanes in
      var hash = salt &+ UInt64(lanes)
      for path in paths {
        hash = hash &* 31 &+ UInt64(value(path)?.asReal ?? 0)
      }
      var generator = SplitMix64(seed: hash)
      var cost = 1.0
      for _ in 0..<Int(Double.random(in: 0...decades, using: &generator)) { cost *= 10 }
      return Int(cost * .random(in: 1...10, using: &generator))
    }
  }

  /// Every lane-batch's weight, by walking the grid; the last of a uniform assignment weighs as
  /// much as the others.
  private func weights(of grid: Grid, _ model: CostModel) -> [Int] {
    let batches = (0..<grid.laneBatchCount).map(grid.runs(ofLaneBatch:))
    var lanes: [[Int]: Int] = [:]
    for runs in batches {
      lanes[grid.uniformAssignment(ofRun: runs.lowerBound), default: 0] += runs.count
    }
    return batches.map { runs in
      let point = grid[runs.lowerBound]
      let count = lanes[grid.uniformAssignment(ofRun: runs.lowerBound), default: 0]
      return model.nanoseconds({ point[$0] }, min(count, Grid.laneCount))
    }
  }

  private func expectTiling(_ table: ShardTable, _ grid: Grid) {
    var (batch, run) = (0, 0)
    for shard in 0..<table.count {
      let (batches, runs) = (table.laneBatches(ofShard: shard), table.runs(ofShard: shard))
      #expect(batches.lowerBound == batch && runs.lowerBound == run)
      #expect(!batches.isEmpty && !runs.isEmpty, "shard \(shard) of \(table.count)")
      (batch, run) = (batches.upperBound, runs.upperBound)
    }
    #expect(batch == grid.laneBatchCount && run == grid.runCount)
  }

  @Test(arguments: [0, 2, 6, 9, 12, 15])
  func shardsTileRandomSweepsUnderUnequalCosts(decades: Double) throws {
    var generator = SplitMix64(seed: 4)
    for salt in 0..<60 as Range<UInt64> {
      let grid = Grid(try specification(of: RandomSweep(using: &generator).yaml))
      let paths = Array(Self.paths.prefix(.random(in: 0...3, using: &generator)))
      let model = Self.cost(decades: decades, salt: salt, paths: paths)
      let table = ShardTable(grid, model: model)
      expectTiling(table, grid)

      let weights = weights(of: grid, model)
      let work = weights.reduce(0, +)
      #expect(table.predictedNanoseconds == Double(work))
      // The rule: 20 s, but a 64th of the work if that is less, but at least a tenth of a second.
      let cap = max(min(20_000_000_000, max(work / 64, 100_000_000)), work / 100_000 + 1)
      let capped = weights.map { min($0, cap) }
      let total = capped.reduce(0, +)
      #expect(table.count == max(total / cap, 1))
      // Shard k starts at the first lane-batch that starts at or after k shares of the total.
      var (start, next) = (0, 0)
      for (batch, weight) in capped.enumerated() {
        if next < table.count, Int128(start) * Int128(table.count) >= Int128(next) * Int128(total) {
          #expect(table.laneBatches(ofShard: next).lowerBound == batch)
          next += 1
        }
        start += weight
      }
      #expect(next == table.count)
      // So no shard is off its share by more than the heaviest lane-batch.
      let share = total / table.count
      let heaviest = capped.max() ?? 0
      for shard in 0..<table.count {
        let batches = table.laneBatches(ofShard: shard)
        let sum = capped[batches].reduce(0, +)
        #expect(abs(sum - share) <= heaviest + 1)
        // A shard of more lane-batches is only estimated.
        if batches.count <= 256 {
          let sum = batches.reduce(0) { sum, batch in
            let runs = grid.runs(ofLaneBatch: batch)
            let point = grid[runs.lowerBound]
            return sum + Double(model.nanoseconds({ point[$0] }, runs.count))
          }
          #expect(model.nanoseconds(ofLaneBatches: batches, of: grid) == sum)
        }
      }
    }
  }

  /// A grid of so many lane-batches, all of the same cost.
  private func table(laneBatches: Int, nanoseconds: Int) throws -> (ShardTable, Grid) {
    let grid = try grid([.seed: "seed: {count: \(laneBatches)}"])
    return (ShardTable(grid, model: CostModel(paths: []) { _, _ in nanoseconds }), grid)
  }

  @Test(arguments: [
    // lane-batches, nanoseconds each, shards
    (1, 1, 1), (1, Int.max, 1), (1000, 1000, 1), (63, 1_000_000_000, 63),
    (64, 1_000_000_000, 64), (1000, 10_000_000_000, 500), (1000, 1_000_000_000_000, 1000),
    (1_000_000, 1_000_000, 64), (150, 1_000_000, 1), (1000, 1_000_000, 10),
    (1_000_000, 1_000_000_000, 50_000), (1_000_000_000, 1_000_000_000, 99_999),
    (1_000_000_000, Int.max, 99_999),
  ])
  func theNumberOfShardsFitsTheWork(laneBatches: Int, nanoseconds: Int, shards: Int) throws {
    let (table, _) = try table(laneBatches: laneBatches, nanoseconds: nanoseconds)
    #expect(table.count == shards)
  }

  /// What a worker keeps of a shard is bounded, however little work it is; the prediction is the same.
  @Test(arguments: [(1 << 20, 312...313), (100, 1...1), (64 << 20, 10_000...10_000)])
  func theMemoryOfAShardIsBounded(bytes: Int, counts: ClosedRange<Int>) throws {
    let grid = try grid([.seed: "seed: {count: 10000}"])
    let model = CostModel(paths: [], nanoseconds: { _, _ in 1000 }, bytes: { _ in bytes })
    let table = ShardTable(grid, model: model)
    expectTiling(table, grid)
    #expect(table.predictedNanoseconds == 1e7)
    #expect(counts.contains(table.count))
    for shard in 0..<table.count {
      #expect(table.laneBatches(ofShard: shard).count * bytes <= max(33 << 20, bytes))
    }
  }

  @Test func sweepsWithTheWorkForItHaveBetween64And100000Shards() throws {
    var generator = SplitMix64(seed: 5)
    for _ in 0..<300 {
      let laneBatches = Int.random(
        in: 64...(1 << Int.random(in: 7...39, using: &generator)), using: &generator)
      let nanoseconds = Int.random(
        in: 1...(1 << Int.random(in: 1...60, using: &generator)), using: &generator)
      let (table, grid) = try table(laneBatches: laneBatches, nanoseconds: nanoseconds)
      #expect(table.count <= 100_000 && table.count <= grid.laneBatchCount)
      if table.predictedNanoseconds >= 6.5e9 { #expect(table.count >= 64) }
      for shard in [0, table.count / 2, table.count - 1] {
        #expect(!table.laneBatches(ofShard: shard).isEmpty)
      }
      #expect(table.laneBatches(ofShard: table.count - 1).upperBound == grid.laneBatchCount)
    }
  }

  @Test func aShardOfPlentyOfWorkTakesAboutTwentySeconds() throws {
    let grid = try grid([
      .data: "data: {samples: {from: 1, to: 300, step: 1}}", .seed: "seed: {count: 200}",
    ])
    // From 10 ms to 3 s.
    let model = CostModel(paths: ["data.samples"]) { value, _ in
      Int(value("data.samples")?.asReal ?? 0) * 10_000_000
    }
    let table = ShardTable(grid, model: model)
    expectTiling(table, grid)
    let weights = weights(of: grid, model)
    for shard in 0..<table.count {
      let work = weights[table.laneBatches(ofShard: shard)].reduce(0, +)
      // 20 s, more or less one lane-batch.
      #expect((17_000_000_000...23_010_000_000).contains(work))
    }
  }

  @Test func aGridOfAHundredThousandMillionRunsHasItsShards() throws {
    let grid = try grid([
      .model: "model: {kind: diagonal-net, dimension: {from: 1, to: 1000, step: 1}, sparsity: 1}",
      .noise: "noise: {kind: label, alpha: {from: 1, to: 10, count: 10}}",
      .optimizer: "optimizer: {kind: sgd, step_size: {log: [1e-4, 1], count: 100}}",
      .seed: "seed: {count: 100000}",
    ])
    let model = Self.cost(decades: 9, salt: 1, paths: ["model.dimension"])
    let table = ShardTable(grid, model: model)
    #expect((50_000...100_000).contains(table.count))
    expectTiling(table, grid)
  }

  /// 9 · 10¹⁸ lane-batches of the greatest cost: the total has 126 bits.
  @Test func theGreatestSweepDoesNotOverflow() throws {
    let grid = try grid([
      .data: "data: {samples: {from: 1, to: 9000000, step: 1}}",
      .seed: "seed: {count: 1000000000000}",
    ])
    let table = ShardTable(grid, model: CostModel(paths: []) { _, _ in .max })
    #expect(table.count == 99_999)
    expectTiling(table, grid)
  }

  @Test func tooManyDifferentCostsCountTheSame() throws {
    let grid = try grid([.seed: "seed: {count: 1000001}"])
    let model = Self.cost(decades: 3, salt: 1, paths: ["seed"])
    let table = ShardTable(grid, model: model)
    expectTiling(table, grid)
    let first = model.nanoseconds({ _ in .seed(0) }, 1)
    #expect(table.predictedNanoseconds == Double(first) * 1_000_001)
  }

  @Test func theLanesOfALaneBatchAreSaid() throws {
    let grid = try grid([
      .optimizer: "optimizer: {kind: sgd, step_size: {from: 1, to: 20, count: 20}}"
    ])
    let model = CostModel(paths: []) { _, lanes in lanes }
    #expect(model.nanoseconds(ofLaneBatch: 0, of: grid) == 16)
    #expect(model.nanoseconds(ofLaneBatch: 1, of: grid) == 4)
    #expect(model.nanoseconds(ofLaneBatches: 0..<2, of: grid) == 20)
    // In the whole, the last counts like the others.
    #expect(ShardTable(grid, model: model).predictedNanoseconds == 32)
  }

  @Test func twoTablesOfOneSpecificationAgree() throws {
    var generator = SplitMix64(seed: 6)
    let yaml = RandomSweep(using: &generator).yaml
    let model = Self.cost(decades: 12, salt: 2, paths: Self.paths)
    let first = ShardTable(Grid(try specification(of: yaml)), model: model)
    let copy = try Specification(canonicalJSON: specification(of: yaml).canonicalJSON)
    let second = ShardTable(
      Grid(copy), model: Self.cost(decades: 12, salt: 2, paths: Self.paths))
    #expect(first.count == second.count)
    #expect(
      (0..<first.count).map(first.runs(ofShard:)) == (0..<second.count).map(second.runs(ofShard:)))
  }

  @Test func aShardBeyondTheTableIsTheCallersMistake() async {
    await #expect(processExitsWith: .failure) {
      let table = ShardTable(try grid(), model: CostModel(paths: []) { _, _ in 1 })
      _ = table.laneBatches(ofShard: 1)
    }
  }
}
