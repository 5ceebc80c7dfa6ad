/// What became of a shard.
package struct ShardSummary: Hashable, Sendable {
  /// Its runs.
  var runs: Int64 = 0
  /// How many of them diverged.
  var diverged: Int64 = 0
  /// How many were taken over from the sweep that this one extends.
  var takenOver: Int64 = 0
  /// Steps done now, summed over runs.
  var runSteps: Int64 = 0
  /// Steps that a checkpoint held already.
  var resumedRunSteps: Int64 = 0
  /// Share of the predicted cost that needed no computing now.
  var resumedShare = 0.0
  /// Processor seconds spent now.
  var processorSeconds = 0.0
  /// Seconds that passed meanwhile.
  var wallSeconds = 0.0
  /// Who computed it.
  var worker = WorkLog.Worker(host: "", process: 0, processor: "")
}

extension ShardSummary {
  /// Of a shard that this process computed as a whole, and of which nothing else is known.
  package init(runs: Int64, runSteps: Int64, processorSeconds: Double, wallSeconds: Double) {
    self.init(
      runs: runs, diverged: 0, runSteps: runSteps, processorSeconds: processorSeconds,
      wallSeconds: wallSeconds)
  }
}
