/// How a sweep is run, as far as it does not change any result.
public struct RunOptions: Hashable, Sendable {
  /// Seconds between two checkpoints of a shard under way.
  public var checkpointInterval = 60.0
  /// When to checkpoint and leave; nil for never.
  public var deadline: Deadline?
  /// Whether evidence against quarantined shards is forgotten first.
  public var retriesQuarantined = false
  /// Seconds without a word and without processor time after which a local worker counts as hung.
  public var hangLimit = 60.0
  /// Whether nothing is dealt until all workers are there; measurements start so.
  package var startsTogether = false

  /// The MPI library in its own words, for the provenance; nil without.
  public var mpiLibrary: String?

  /// The usual way.
  public init() {}

  /// Whether a signal or the deadline asks to leave.
  var isTimeToLeave: Bool { Interruption.signal != nil || deadline?.isNear ?? false }
}
