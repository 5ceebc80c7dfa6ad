public import Shards

/// How a call of `run` ended.
public enum RunOutcome: Sendable {
  /// All runs are in the results.
  case complete(ResultsMerger.Outcome)
  /// An independent part has all its shards on disk.
  case partDone
  /// A signal asked to stop; what was finished is on disk.
  case interrupted
  /// Some shards killed their workers again and again.
  case incomplete(shards: [Int])
}
