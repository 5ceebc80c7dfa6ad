/// How far a sweep is.
public struct Progress: Hashable, Sendable {
  /// Runs on disk or under way, the latter by their share.
  public var runsDone: Int
  /// All runs.
  public var runCount: Int
  /// Shards on disk.
  public var shardsDone: Int
  /// All shards.
  public var shardCount: Int
  /// Runs that diverged among those finished since the start of this call.
  public var diverged: Int
  /// Finished share of the predicted cost, 0…1.
  public var share: Double
  /// Optimizer steps of single runs a second since the start of this call.
  public var runStepsPerSecond: Double
  /// Seconds since the start of this call.
  public var elapsed: Double
  /// Predicted seconds to the end; nil while nothing is known.
  public var remaining: Double?
}

/// Shows progress to people or programs.
public protocol ProgressReporter {
  /// Called several times a second while there is work.
  func update(_ progress: Progress)
  /// Called for events that people should know of.
  func note(_ text: String)
  /// Called once when all shards are on disk.
  func finish(_ progress: Progress)
}
