internal import Experiments
internal import Shards
internal import Sweeps

/// What is done of a shard, and what is to do.
struct ShardWork {
  /// The runs of each lane-batch.
  let batches: [Range<Int>]
  /// The records of the finished ones.
  private(set) var blocks: [RecordBlock] = []
  /// The state of the one after them, if it was begun.
  private(set) var suspended: SuspendedLaneBatch?

  private let costs: [Double]
  private let steps: [Int]
  private let total: Double
  private let start = threadProcessorSeconds()
  private let wallStart = monotonicSeconds()
  private var finishedCost = 0.0
  /// Of the finished lane-batches.
  private var runSteps: Int64 = 0
  private var resumedShare = 0.0
  private var resumedRunSteps: Int64 = 0
  private var takenOver: Int64 = 0
  /// Runs of the lane-batch under way that are computed.
  private var lanes = 0

  init(_ session: SweepSession, shard: Int) {
    let indices = session.laneBatches(ofShard: shard)
    batches = indices.map(session.grid.runs(ofLaneBatch:))
    let model = TrainingCost.model(of: session.grid.specification)
    costs = indices.map { model.nanoseconds(ofLaneBatch: $0, of: session.grid) }
    steps = batches.map { session.grid[$0.lowerBound].steps }
    total = costs.reduce(0, +)
  }

  /// The lane-batch to go on with; nil when all are finished.
  var nextBatch: Range<Int>? { blocks.count < batches.count ? batches[blocks.count] : nil }

  /// Starts from a checkpoint.
  mutating func resume(from restored: RestoredShard) {
    blocks = restored.finished
    suspended = restored.suspended
    lanes = restored.lanes
    resumedRunSteps = restored.runSteps
    runSteps = restored.runSteps - Int64((suspended?.stepsDone ?? 0) * lanes)
    finishedCost = costs.prefix(blocks.count).reduce(0, +)
    resumedShare = progress().share
  }

  /// A lane-batch begins or goes on; so many of its runs need no computing.
  mutating func begin(known: Int) { lanes = (nextBatch?.count ?? 0) - known }

  mutating func suspend(_ suspended: SuspendedLaneBatch) { self.suspended = suspended }

  mutating func finish(_ block: RecordBlock) {
    runSteps += Int64(steps[blocks.count] * lanes)
    takenOver += Int64(block.runs.count - lanes)
    finishedCost += costs[blocks.count]
    blocks.append(block)
    suspended = nil
  }

  /// How far the shard is, with so many steps of the lane-batch under way; nil for those of the
  /// suspended one.
  func progress(stepsDone: Int? = nil) -> ShardProgress {
    guard blocks.count < batches.count else {
      return .init(share: 1, resumedShare: resumedShare, runSteps: runSteps - resumedRunSteps)
    }
    let stepsDone = stepsDone ?? suspended?.stepsDone ?? 0
    let share = Double(stepsDone) / Double(steps[blocks.count])
    return .init(
      share: (finishedCost + costs[blocks.count] * share) / total, resumedShare: resumedShare,
      runSteps: runSteps + Int64(stepsDone * lanes) - resumedRunSteps)
  }

  /// What to write down now.
  var checkpoint: ShardCheckpoint {
    ShardCheckpoint(
      runSteps: runSteps + Int64((suspended?.stepsDone ?? 0) * lanes), finished: blocks,
      underWay: suspended.map { .init(records: $0.records, state: $0.stateBytes) })
  }

  var summary: ShardSummary {
    ShardSummary(
      runs: Int64(blocks.reduce(0) { $0 + $1.runs.count }),
      diverged: blocks.reduce(0) { sum, block in
        sum + Int64(block.status.count { $0 == RunState.diverged.rawValue })
      },
      takenOver: takenOver, runSteps: runSteps - resumedRunSteps,
      resumedRunSteps: resumedRunSteps, resumedShare: resumedShare,
      processorSeconds: threadProcessorSeconds() - start,
      wallSeconds: monotonicSeconds() - wallStart, worker: .current)
  }
}

/// A checkpoint that fits its shard.
struct RestoredShard {
  let runSteps: Int64
  let finished: [RecordBlock]
  let suspended: SuspendedLaneBatch?
  /// Runs of the suspended lane-batch that are computed.
  var lanes = 0

  /// Nil where the checkpoint is not one of these lane-batches.
  init?(_ checkpoint: ShardCheckpoint, batches: [Range<Int>]) {
    guard checkpoint.finished.count <= batches.count,
      zip(checkpoint.finished, batches).allSatisfy({ $0.0.runs == $0.1 })
    else { return nil }
    runSteps = checkpoint.runSteps
    finished = checkpoint.finished
    guard let underWay = checkpoint.underWay else {
      suspended = nil
      return
    }
    guard finished.count < batches.count, underWay.records.runs == batches[finished.count],
      let state = SuspendedLaneBatch(records: underWay.records, stateBytes: underWay.state)
    else { return nil }
    suspended = state
  }
}
