public import Shards

/// What can be said of a sweep from its directory alone.
public struct SweepStatus: Sendable {
  /// The sweep.
  public let session: SweepSession
  /// Which shards are there.
  public let scan: ResumeScan
  /// Shards that are left out because workers died again and again, ascending.
  public let quarantined: [Int]
  /// Unfinished shards that have a checkpoint, ascending.
  public let checkpointed: [Int]
  /// Checkpoints that cannot be used, as far as that shows without reading them.
  public let unusableCheckpoints: [ShardError]

  /// Looks at a sweep's directory; names, sizes and headers only.
  ///
  /// - Throws: ``OrchestrationError``.
  public init(of directory: SweepDirectory) throws(OrchestrationError) {
    session = try SweepSession(opening: directory)
    scan = try ResumeScan(session)
    do {
      quarantined = try Attempts(session).quarantined(among: scan.pending)
      var (checkpointed, unusable): ([Int], [ShardError]) = ([], [])
      for shard in scan.pending {
        let file = session.checkpoint(ofShard: shard)
        if let fault = try file.fault {
          unusable.append(fault)
        } else if try file.runSteps > 0 {
          checkpointed.append(shard)
        }
      }
      (self.checkpointed, unusableCheckpoints) = (checkpointed, unusable)
    } catch {
      throw .file(error)
    }
  }

  /// Runs in finished shards.
  public var runsDone: Int {
    scan.finished.reduce(0) { $0 + session.manifest.runs(ofShard: $1).count }
  }

  /// Whether every shard is there.
  public var isComplete: Bool { scan.pending.isEmpty }

  /// The evidence against a shard, one line a death.
  ///
  /// - Throws: ``OrchestrationError/file(_:)`` where it cannot be read.
  public func evidence(ofShard shard: Int) throws(OrchestrationError) -> [String] {
    do {
      return try Attempts(session).countedDeaths(ofShard: shard).map { death in
        "\(death.cause), process \(death.process) on \(death.host)"
      }
    } catch {
      throw .file(error)
    }
  }
}
