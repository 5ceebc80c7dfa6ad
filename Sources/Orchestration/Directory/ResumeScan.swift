internal import FileSystem
public import Shards

/// Which shards are on disk already: names, sizes and headers are looked at, nothing else.
///
/// Where the results took the place of the shards, they are read too.
public struct ResumeScan: Sendable {
  /// Shards to compute.
  public var pending: [Int] = []
  /// Shards that are there and look whole.
  public var finished: [Int] = []
  /// Files under a shard's name that are not that shard, with the reason.
  public var unsound: [(shard: Int, error: ShardError)] = []
  /// What took the place of the shards; nil where nothing did.
  public var archived: ResultsMerger.Outcome?
  /// Whether there are results but no shard that they could be made of.
  private var isBesideResults = false

  /// Scans the shards of a sweep that `isMine` accepts, linear in their number.
  ///
  /// - Throws: ``OrchestrationError`` where something that is there cannot be looked at: it may be
  ///   finished.
  public init(
    _ session: SweepSession, where isMine: (Int) -> Bool = { _ in true }
  ) throws(OrchestrationError) {
    do throws(ShardError) {
      for index in 0..<session.manifest.shardCount where isMine(index) {
        try look(at: session.reader(ofShard: index))
      }
    } catch {
      throw .shard(error)
    }
    if pending.isEmpty { return }
    archived = try session.archived
    guard archived == nil else {
      finished = (0..<session.manifest.shardCount).filter(isMine)
      (pending, unsound) = ([], [])
      return
    }
    do throws(FileError) {
      let areResults = try Files.exists(session.directory.results)
      isBesideResults = areResults && finished.isEmpty
    } catch {
      throw .file(error)
    }
  }

  private mutating func look(at reader: ShardReader) throws(ShardError) {
    guard try reader.exists else {
      pending.append(reader.shard)
      return
    }
    do throws(ShardError) {
      try reader.checkHeader()
      finished.append(reader.shard)
    } catch {
      if case .file = error { throw error }
      unsound.append((reader.shard, error))
      pending.append(reader.shard)
    }
  }

  /// Says which shards are computed again, and why.
  func report(to reporter: any ProgressReporter) {
    if isBesideResults {
      reporter.note("nothing says that the results took the place of the shards: all are computed")
    }
    for (shard, error) in unsound {
      reporter.note("shard \(shard) is computed again: \(error)")
    }
  }
}
