internal import Experiments
internal import Shards
internal import Sweeps

/// The shards are those of the manifest: the program that started the sweep may have predicted other
/// costs than this one, and cut elsewhere.
extension SweepSession {
  /// The lane-batches of a shard.
  func laneBatches(ofShard index: Int) -> Range<Int> {
    let runs = manifest.runs(ofShard: index)
    return grid.laneBatch(ofRun: runs.lowerBound)..<grid.laneBatch(ofRun: runs.upperBound - 1) + 1
  }

  /// The predicted cost of a shard on one core, in nanoseconds.
  func predictedNanoseconds(ofShard index: Int) -> Double {
    TrainingCost.model(of: grid.specification)
      .nanoseconds(ofLaneBatches: laneBatches(ofShard: index), of: grid)
  }

  /// Whether the shards hold all runs, and each lane-batch is in one of them; no program cuts
  /// otherwise.
  var hasWholeLaneBatches: Bool {
    manifest.runCount == grid.runCount
      && manifest.firstRuns.allSatisfy { run in
        grid.runs(ofLaneBatch: grid.laneBatch(ofRun: run)).lowerBound == run
      }
  }
}
