/// How far a sweep is.
public struct Progress: Hashable, Sendable {
  /// What one worker is doing.
  public struct Worker: Hashable, Sendable, Codable {
    /// Which one, counted from 1.
    public var worker: Int
    /// Its machine and process number; empty and 0 while they are not known.
    public var host = ""
    /// The process number there.
    public var process: Int32 = 0
    /// The shard it computes; nil while it has none.
    public var shard: Int?
    /// The finished share of that shard's predicted cost, 0…1.
    public var share = 0.0
    /// Optimizer steps of single runs a second, over that shard.
    public var runStepsPerSecond = 0.0
    /// Seconds since it began with that shard.
    public var seconds = 0.0
    /// Whether the shard takes more than twice the time that its cost and the other shards suggest.
    public var isStraggler = false
  }

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
  /// Standard error of ``remaining`` in seconds, from the scatter of the finished shards about their
  /// predictions; nil until three are finished.
  public var remainingError: Double?
  /// What the workers are doing.
  public var workers: [Worker] = []
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
