package import Shards

/// Makes shards; what a worker does between two messages.
package protocol ShardComputing {
  /// Makes one shard.
  ///
  /// - Parameters:
  ///   - shard: The shard's index, counted from 0.
  ///   - note: Told about what people should know of.
  ///   - shouldContinue: Called at the start and then every few milliseconds; false ends the call
  ///     soon.
  /// - Returns: What became of it, or nil when it was told to stop.
  /// - Throws: ``Shards/ShardError`` where it cannot be written.
  mutating func compute(
    _ shard: Int, note: (String) -> Void, shouldContinue: (ShardProgress) -> Bool
  ) throws(ShardError) -> ShardSummary?
}

/// How far a shard is.
package struct ShardProgress {
  /// Finished share of the shard's predicted cost.
  var share: Double
  /// The share that a checkpoint held already.
  var resumedShare: Double
  /// Steps done since, summed over runs.
  var runSteps: Int64

  /// Progress of a shard.
  package init(share: Double, resumedShare: Double, runSteps: Int64) {
    self.share = share
    self.resumedShare = resumedShare
    self.runSteps = runSteps
  }
}
