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

  /// A user's problem, by the SHA-256 of its content.
  public func problem(_ digest: String) -> String { "\(path)/problems/\(digest).h5" }

  private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }
}
