/// Where the files of a sweep are.
public struct SweepDirectory: Hashable, Sendable {
  /// The directory as the user gave it, without a final slash.
  public let path: String

  /// The layout under `path`; nothing is made.
  public init(_ path: String) {
    var path = path
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// What is run here: specification, digest, shard table.
  public var manifest: String { path + "/manifest.json" }
  /// Who coordinates.
  public var lock: String { path + "/lock" }
  /// The merged, labelled results.
  public var results: String { path + "/results.h5" }
  /// Everything about the results that may differ from run to run.
  public var provenance: String { path + "/results.provenance.json" }
  /// The directory above all shards.
  public var shards: String { path + "/shards" }

  /// A shard's file; a thousand shards share a directory.
  public func shard(_ index: Int) -> String {
    "\(shards)/\(padded(index / 1000, to: 3))/shard-\(padded(index, to: 6)).h5"
  }

  /// The directory above all checkpoints.
  public var checkpoints: String { path + "/checkpoints" }
  /// The directory above the evidence of workers' deaths.
  public var attempts: String { path + "/attempts" }
  /// How far the sweep is while somebody coordinates; volatile.
  public var progress: String { path + "/progress.json" }
  /// The directory of the logs of who computed what; volatile.
  public var work: String { path + "/work" }
  /// The directory above the sweeps that this one extends.
  public var generations: String { path + "/generations" }

  /// The restartable state of a shard under way.
  public func checkpoint(_ index: Int) -> String {
    "\(checkpoints)/shard-\(padded(index, to: 6)).ckpt"
  }

  /// The directory of the evidence of deaths over one shard.
  public func attempts(ofShard index: Int) -> String {
    "\(attempts)/shard-\(padded(index, to: 6))"
  }

  /// The sweep file, where that came from a pipe and cannot be read again.
  public var streamedSweep: String { path + "/sweep-as-given.yaml" }

  /// A user's problem, by the SHA-256 of its content.
  public func problem(_ digest: String) -> String { "\(path)/problems/\(digest).h5" }

  private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }
}
