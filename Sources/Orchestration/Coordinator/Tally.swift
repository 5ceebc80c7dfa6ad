internal import Shards
internal import Sweeps

/// Counts what is done and predicts what remains.
struct Tally {
  private struct UnderWay {
    var share: Double
    var resumedShare: Double
    var runSteps: Int64
    var since: Double
  }

  private let session: SweepSession
  private let start = monotonicSeconds()
  private let costs: [Double]
  private let total: Double
  private let shardCount: Int
  private let runCount: Int
  /// Predicted cost of what needed no computing in this call.
  private var doneBefore = 0.0
  /// Predicted cost of what was computed in this call.
  private var doneCost = 0.0
  private var doneRuns = 0
  private var doneShards = 0
  private var diverged = 0
  private var underWay: [Int: UnderWay] = [:]
  private var scatter = Scatter()
  /// What the finished shards of this call add up to.
  var work = Work()

  /// A tally over the shards of this call, some of them finished by earlier ones.
  init(session: SweepSession, finished: [Int], pending: [Int]) {
    self.session = session
    let costs = (0..<session.manifest.shardCount).map(session.predictedNanoseconds(ofShard:))
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

  /// The predicted cost of a shard, in nanoseconds.
  func cost(ofShard shard: Int) -> Double { costs[shard] }

  /// Seconds that a predicted nanosecond takes, by the shards finished so far.
  var secondsOfCost: Double { (scatter.mean ?? 1) * 1e-9 }

  mutating func advance(
    _ shard: Int, share: Double, resumedShare: Double, runSteps: Int64,
    now: Double = monotonicSeconds()
  ) {
    let since = underWay[shard]?.since ?? now
    underWay[shard] = UnderWay(
      share: share, resumedShare: resumedShare, runSteps: runSteps, since: since)
  }

  mutating func finish(_ shard: Int, _ summary: ShardSummary) {
    underWay[shard] = nil
    let computed = costs[shard] * (1 - summary.resumedShare)
    doneBefore += costs[shard] - computed
    doneCost += computed
    doneRuns += session.manifest.runs(ofShard: shard).count
    doneShards += 1
    diverged += Int(summary.diverged)
    work.add(summary, predictedSeconds: computed * 1e-9)
    // What was mostly there tells nothing of the cost.
    if summary.resumedShare < 0.5 {
      scatter.add(summary.wallSeconds / max(computed * 1e-9, 1e-9))
    }
  }

  /// A shard whose worker is gone goes on from its checkpoint, if it has one.
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
    var (cost, before, runs) = (doneCost, doneBefore, Double(doneRuns))
    var steps = work.runSteps
    var longest = 0.0
    for (shard, state) in underWay {
      cost += (state.share - state.resumedShare) * costs[shard]
      before += state.resumedShare * costs[shard]
      runs += state.share * Double(session.manifest.runs(ofShard: shard).count)
      steps += state.runSteps
      longest = max(longest, (1 - state.share) * costs[shard] * 1e-9)
    }
    let rest = max(total - before - cost, 0)
    // The end is not before that of the longest shard under way.
    let remaining =
      cost > 0 && elapsed > 0.5
      ? max(rest * elapsed / cost, longest * (scatter.mean ?? 1)) : nil
    let error = scatter.relativeError(ofRest: rest / max(total, 1) * Double(shardCount))
    return Progress(
      runsDone: Int(runs), runCount: runCount, shardsDone: doneShards,
      shardCount: shardCount, diverged: diverged,
      share: total > 0 ? min((before + cost) / total, 1) : 1,
      runStepsPerSecond: elapsed > 0 ? Double(steps) / elapsed : 0, elapsed: elapsed,
      remaining: remaining,
      remainingError: remaining.flatMap { seconds in error.map { $0 * seconds } })
  }

  /// What a worker does with a shard.
  ///
  /// It is a straggler when it takes more than twice as long as the others' pace says, and more than 5
  /// seconds.
  func describe(
    _ shard: Int, in worker: inout Progress.Worker, now: Double = monotonicSeconds()
  ) {
    worker.shard = shard
    guard let state = underWay[shard] else { return }
    let seconds = now - state.since
    worker.share = state.share
    worker.seconds = seconds
    worker.runStepsPerSecond = seconds > 0 ? Double(state.runSteps) / seconds : 0
    let expected = (1 - state.resumedShare) * costs[shard] * 1e-9 * (scatter.mean ?? 1)
    worker.isStraggler = scatter.count >= 3 && seconds > max(2 * expected, 5)
  }
}

/// What was computed in one call of `run`.
struct Work {
  private(set) var runSteps: Int64 = 0
  private(set) var resumedRunSteps: Int64 = 0
  private(set) var runsTakenOver: Int64 = 0
  private(set) var predictedSeconds = 0.0
  private(set) var processorSeconds = 0.0
  /// Of the thread that dealt, from the first deal to the last shard.
  var coordinatorSeconds = 0.0
  /// From the first deal to the last shard.
  var seconds = 0.0

  mutating func add(_ summary: ShardSummary, predictedSeconds: Double) {
    runSteps += summary.runSteps
    resumedRunSteps += summary.resumedRunSteps
    runsTakenOver += summary.takenOver
    self.predictedSeconds += predictedSeconds
    processorSeconds += summary.processorSeconds
  }

  /// How far the prediction was off, in words; nil where too little was computed to tell.
  var verdict: String? {
    guard processorSeconds >= 1, predictedSeconds > 0 else { return nil }
    let ratio = (processorSeconds / predictedSeconds * 100).rounded() / 100
    return "took \(tenths(processorSeconds)) CPU seconds, predicted were "
      + "\(tenths(predictedSeconds)) (\(ratio < 0.01 ? "below × 0.01" : "× \(ratio)"))"
  }

  private func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

/// Mean and scatter of the ratios of measured to predicted seconds: of those that passed, not of those
/// on a processor, which others may use too.
private struct Scatter {
  private(set) var count = 0
  private var sum = 0.0
  private var squares = 0.0

  mutating func add(_ ratio: Double) {
    count += 1
    sum += ratio
    squares += ratio * ratio
  }

  var mean: Double? { count > 0 ? sum / Double(count) : nil }

  /// Relative standard error of the cost of `rest` more shards: that of the mean so far, and their
  /// own scatter about it.
  func relativeError(ofRest rest: Double) -> Double? {
    guard count >= 3, let mean, mean > 0 else { return nil }
    let variance = max(squares / Double(count) - mean * mean, 0) / (mean * mean)
    return (variance / Double(count) + variance / max(rest, 1)).squareRoot()
  }
}
