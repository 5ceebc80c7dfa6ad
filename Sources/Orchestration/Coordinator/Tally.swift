internal import Shards
internal import Sweeps

/// Counts what is done and predicts what remains.
struct Tally {
  private let session: SweepSession
  private let start = monotonicSeconds()
  private let costs: [Double]
  private let total: Double
  private let shardCount: Int
  private let runCount: Int
  private var doneBefore = 0.0
  private var doneCost = 0.0
  private var doneRuns = 0
  private var doneShards = 0
  private var doneRunSteps: Int64 = 0
  private var diverged = 0
  private var underWay: [Int: (share: Double, runSteps: Int64)] = [:]

  /// A tally over the shards of this call, some of them finished by earlier ones.
  init(session: SweepSession, finished: [Int], pending: [Int]) {
    self.session = session
    let costs = (0..<session.manifest.shardCount).map(
      session.shards.predictedNanoseconds(ofShard:))
    self.costs = costs
    total = (finished + pending).reduce(0) { $0 + costs[$1] }
    shardCount = finished.count + pending.count
    runCount = (finished + pending).reduce(0) { $0 + session.manifest.runs(ofShard: $1).count }
    for shard in finished {
      doneBefore += costs[shard]
      doneRuns += session.manifest.runs(ofShard: shard).count
      doneShards += 1
    }
  }

  mutating func advance(_ shard: Int, share: Double, runSteps: Int64) {
    underWay[shard] = (share, runSteps)
  }

  mutating func finish(_ shard: Int, diverged: Int64, runSteps: Int64) {
    underWay[shard] = nil
    doneCost += costs[shard]
    doneRuns += session.manifest.runs(ofShard: shard).count
    doneShards += 1
    doneRunSteps += runSteps
    self.diverged += Int(diverged)
  }

  /// A shard whose worker is gone starts from nothing.
  mutating func forget(_ shard: Int) { underWay[shard] = nil }

  /// A finished shard that turned out to be damaged counts no more.
  mutating func revoke(_ shard: Int) {
    doneBefore -= costs[shard]
    doneRuns -= session.manifest.runs(ofShard: shard).count
    doneShards -= 1
  }

  /// The state of things now.
  var progress: Progress {
    let elapsed = monotonicSeconds() - start
    var (cost, runs, steps) = (doneCost, Double(doneRuns), doneRunSteps)
    for (shard, state) in underWay {
      cost += state.share * costs[shard]
      runs += state.share * Double(session.manifest.runs(ofShard: shard).count)
      steps += state.runSteps
    }
    let rest = max(total - doneBefore - cost, 0)
    return Progress(
      runsDone: Int(runs), runCount: runCount, shardsDone: doneShards,
      shardCount: shardCount, diverged: diverged,
      share: total > 0 ? min((doneBefore + cost) / total, 1) : 1,
      runStepsPerSecond: elapsed > 0 ? Double(steps) / elapsed : 0, elapsed: elapsed,
      remaining: cost > 0 && elapsed > 0.5 ? rest * elapsed / cost : nil)
  }
}
