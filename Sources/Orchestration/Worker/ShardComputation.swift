internal import Experiments
internal import Shards
internal import Sweeps

/// Computes shards of one sweep and puts them on disk.
struct ShardComputation {
  private let session: SweepSession
  private var experiment: LaneBatchExperiment

  /// How far a shard is.
  struct Progress {
    /// Finished share of the shard's predicted cost.
    var share: Double
    /// Steps done, summed over runs.
    var runSteps: Int64
  }

  /// What became of a shard.
  struct Outcome {
    var runs: Int64
    var diverged: Int64
    var runSteps: Int64
    var seconds: Double
  }

  init(_ session: SweepSession) {
    self.session = session
    let directory = session.directory
    experiment = LaneBatchExperiment(
      grid: session.grid, problemPath: { directory.problem($0) })
  }

  /// Computes one shard.
  ///
  /// - Parameters:
  ///   - shard: The shard's index, counted from 0.
  ///   - shouldContinue: Called every few milliseconds; false abandons the shard.
  /// - Returns: What became of it, or nil when it was abandoned: then nothing of it is on disk.
  /// - Throws: ``Shards/ShardError`` where it cannot be written.
  mutating func compute(
    _ shard: Int, shouldContinue: (Progress) -> Bool
  ) throws(ShardError) -> Outcome? {
    let start = monotonicSeconds()
    let batches = session.shards.laneBatches(ofShard: shard)
    let costs = batches.map(session.shards.predictedNanoseconds(ofLaneBatch:))
    let total = costs.reduce(0, +)
    var (finished, runSteps, diverged) = (0.0, Int64(0), Int64(0))

    let reader = session.reader(ofShard: shard)
    var writer = try ShardWriter.begin(
      path: reader.path, sweepDigest: session.manifest.digest, shard: shard, runs: reader.runs,
      shape: session.shape)
    for (batch, cost) in zip(batches, costs) {
      let runs = session.grid.runs(ofLaneBatch: batch)
      let steps = session.grid[runs.lowerBound].steps
      let block: RecordBlock?
      do {
        block = try experiment.records(ofRuns: runs) { stepsDone in
          let share = Double(stepsDone) / Double(steps)
          return shouldContinue(
            Progress(
              share: (finished + cost * share) / total,
              runSteps: runSteps + Int64(stepsDone * runs.count)))
        }
      } catch {
        writer.abandon()
        throw .damaged(path: error.path, reason: error.reason)
      }
      guard let block else {
        writer.abandon()
        return nil
      }
      try writer.append(block)
      finished += cost
      runSteps += Int64(steps * runs.count)
      diverged += Int64(block.status.count { $0 == RunState.diverged.rawValue })
    }
    try writer.publish()
    return Outcome(
      runs: Int64(reader.runs.count), diverged: diverged, runSteps: runSteps,
      seconds: monotonicSeconds() - start)
  }
}
