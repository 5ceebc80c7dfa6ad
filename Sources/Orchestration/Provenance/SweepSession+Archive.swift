public import Digests
internal import FileSystem
public import Shards

extension SweepSession {
  /// What was merged into the directory's results, if these took the place of shards that were deleted
  /// after that; nil where the shards are there, or where nothing says so.
  ///
  /// The results are read to their end: they are all that is left of the sweep.
  ///
  /// - Throws: ``OrchestrationError`` where the results are not what was merged, or where it cannot be
  ///   told whether they took the shards' place.
  public var archived: ResultsMerger.Outcome? {
    get throws(OrchestrationError) {
      do throws(ShardError) {
        guard try lacksShards, let provenance = try provenance, provenance.isArchive(of: manifest)
        else { return nil }
        let outcome = provenance.outcome
        if let reason = try reasonNotToBelieve(directory.results, outcome.digest) {
          throw .damaged(
            path: directory.results,
            reason: """
              \(reason), and the shards were deleted after they had been merged into it; put a copy \
              of it back, or remove it and \(directory.provenance) to compute everything again
              """)
        }
        return outcome
      } catch {
        throw .shard(error)
      }
    }
  }

  /// Whether a shard is not there.
  private var lacksShards: Bool {
    get throws(ShardError) {
      for shard in 0..<manifest.shardCount where try !reader(ofShard: shard).exists { return true }
      return false
    }
  }

  /// The provenance beside the directory's results, where shards are not there.
  private var provenance: Provenance? {
    get throws(ShardError) {
      do throws(ShardError) {
        return try Provenance(beside: directory.results)
      } catch .damaged(let path, let reason) {
        throw .damaged(
          path: path,
          reason: """
            \(reason), so that nothing says whether \(directory.results) took the place of the shards \
            that are not there; put a copy of it back, or remove it to compute them
            """)
      }
    }
  }

  /// Why a file is not the results with this digest; nil where it is.
  private func reasonNotToBelieve(
    _ path: String, _ digest: SHA256Digest
  ) throws(ShardError) -> String? {
    do {
      switch try Files.kind(of: path) {
      case .file:
        return try SHA256Digest.ofFile(at: path) == digest
          ? nil : "its SHA-256 is not the one in \(directory.provenance)"
      case nil: return "it is not there"
      case .directory: return "it is a directory"
      case .link: return "it is a link"
      case .pipe, .device, .socket: return "it is no file"
      }
    } catch {
      throw .file(error)
    }
  }

  /// Deletes the shards that were merged into the directory's own results, after reading those back.
  ///
  /// - Parameters:
  ///   - digest: What the merge said of the results.
  ///   - lock: The directory's lock; nil where nobody else could change the directory.
  /// - Returns: How many were deleted.
  /// - Throws: ``OrchestrationError``; then no shard is deleted, or one could not be.
  public func deleteShards(
    mergedInto digest: SHA256Digest, lock: DirectoryLock? = nil
  ) throws(OrchestrationError) -> Int {
    do {
      try requireEveryShard()
      try merger.readBack(directory.results, expecting: digest)
      guard let provenance = try Provenance(beside: directory.results),
        provenance.outcome.digest == digest
      else {
        throw ShardError.damaged(
          path: directory.provenance, reason: "it is not that of \(directory.results)")
      }
      // Said before it is done: a sweep that is interrupted here is whole.
      try lock?.confirm()
      try provenance.sayingSourcesAreDeleted.write(beside: directory.results)
      for shard in 0..<manifest.shardCount {
        try lock?.confirm()
        try Files.remove(directory.shard(shard))
      }
      for folder in try Files.names(in: directory.shards) {
        Files.removeDirectory(ifEmpty: "\(directory.shards)/\(folder)")
      }
      Files.removeDirectory(ifEmpty: directory.shards)
      return manifest.shardCount
    } catch {
      throw OrchestrationError(error)
    }
  }

  /// Results with absent runs take nobody's place.
  private func requireEveryShard() throws(ShardError) {
    var missingRuns = 0
    for shard in 0..<manifest.shardCount where try !reader(ofShard: shard).exists {
      missingRuns += manifest.runs(ofShard: shard).count
    }
    if missingRuns > 0 { throw .incomplete(path: directory.path, missingRuns: missingRuns) }
  }
}
