/// The shards of a sweep: contiguous ranges of lane-batches of about equal predicted cost.
///
/// Boundaries follow from the specification and the integer cost model alone, so any number of
/// workers, killed and resumed in any order, writes the same shards. Shard `k` is computed from
/// `k`; nothing is materialized. Shards are counted from 0.
public struct ShardTable: Sendable {
  private let grid: Grid
  private let model: CostModel
  private let trees: [CostTree]
  private let total: UInt128
  /// The number of shards.
  public let count: Int
  /// The predicted cost of the whole sweep on one core, in nanoseconds.
  public let predictedNanoseconds: Double

  /// Work in a shard of a sweep with plenty of it: 20 s.
  static let targetNanoseconds: UInt128 = 20_000_000_000
  /// Work in a shard that is worth a file of its own: a tenth of a second.
  static let leastNanoseconds: UInt128 = 100_000_000
  /// A sweep with the work for it has at least this many shards, so that workers balance.
  static let leastCount: UInt128 = 64
  /// What a worker keeps of a shard until it is whole, at most, as long as there are not too many
  /// shards: it bounds the memory of very many tiny runs.
  static let mostBytes: UInt128 = 32 << 20
  /// More files than this trouble file systems.
  static let mostCount: UInt128 = 100_000

  /// The table of a grid under a cost model.
  public init(_ grid: Grid, model: CostModel) {
    self.grid = grid
    self.model = model
    let plain = grid.parts.map { CostTree(part: $0, model: model) }
    let work = plain.reduce(0) { $0 + $1.total }
    predictedNanoseconds = Double(work)

    var cap = min(Self.targetNanoseconds, max(work / Self.leastCount, Self.leastNanoseconds))
    cap = max(cap, work / Self.mostCount + 1)
    // A lane-batch is never split. Counting a heavier one as `cap` keeps every interval of the
    // cumulative weight at least as long as the heaviest lane-batch, so that no shard is empty.
    trees = grid.parts.map {
      CostTree(part: $0, model: model, cap: cap, bytes: Self.mostBytes)
    }
    total = trees.reduce(0) { $0 + $1.total }
    count = Int(min(max(total / cap, 1), Self.mostCount))
  }

  /// The lane-batches of shard `index`; never empty.
  ///
  /// - Precondition: `index` is in `0..<count`.
  public func laneBatches(ofShard index: Int) -> Range<Int> {
    precondition((0..<count).contains(index), "shard index out of range")
    return start(ofShard: index)..<start(ofShard: index + 1)
  }

  /// The runs of shard `index`; never empty.
  ///
  /// - Precondition: `index` is in `0..<count`.
  public func runs(ofShard index: Int) -> Range<Int> {
    grid.runs(ofLaneBatches: laneBatches(ofShard: index))
  }

  /// The predicted cost of one lane-batch on one core, in nanoseconds.
  public func predictedNanoseconds(ofLaneBatch index: Int) -> Double {
    model.nanoseconds(ofLaneBatch: index, of: grid)
  }

  /// The first lane-batch whose weight starts at or after `index` shares of the total.
  private func start(ofShard index: Int) -> Int {
    guard index > 0 else { return 0 }
    guard index < count else { return grid.laneBatchCount }
    // ⌈index · total / count⌉ − 1, in two parts because the product may not fit 128 bits.
    let (quotient, remainder) = total.quotientAndRemainder(dividingBy: UInt128(count))
    let shares = UInt128(index) * remainder
    var rest =
      UInt128(index) * quotient + (shares + UInt128(count) - 1) / UInt128(count) - 1
    for (part, tree) in zip(grid.parts, trees) {
      if rest < tree.total { return part.firstLaneBatch + tree.laneBatch(atWeight: rest) + 1 }
      rest -= tree.total
    }
    return grid.laneBatchCount
  }
}
