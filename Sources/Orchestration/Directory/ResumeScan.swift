public import Shards

/// Which shards are on disk already: names, sizes and headers are looked at, nothing else.
public struct ResumeScan: Sendable {
  /// Shards to compute.
  public var pending: [Int] = []
  /// Shards that are there and look whole.
  public var finished: [Int] = []
  /// Files under a shard's name that are not that shard, with the reason.
  public var unsound: [(shard: Int, error: ShardError)] = []

  /// Scans the shards of a sweep that `isMine` accepts, linear in their number.
  public init(_ session: SweepSession, where isMine: (Int) -> Bool = { _ in true }) {
    if session.archived != nil {
      finished = (0..<session.manifest.shardCount).filter(isMine)
      return
    }
    for index in 0..<session.manifest.shardCount where isMine(index) {
      let reader = session.reader(ofShard: index)
      guard reader.exists else {
        pending.append(index)
        continue
      }
      do throws(ShardError) {
        try reader.checkHeader()
        finished.append(index)
      } catch {
        unsound.append((index, error))
        pending.append(index)
      }
    }
  }

  /// Says which shards are computed again, and why.
  func report(to reporter: any ProgressReporter) {
    for (shard, error) in unsound {
      reporter.note("shard \(shard) is computed again: \(error)")
    }
  }
}
