public import Digests
internal import FileSystem
public import Shards

extension SweepSession {
  /// What was merged into the directory's results, if the shards were deleted after that; nil where
  /// they were not.
  public var archived: ResultsMerger.Outcome? {
    guard let provenance = Provenance(beside: directory.results),
      provenance.isArchive(of: manifest), Files.exists(directory.results)
    else { return nil }
    return provenance.outcome
  }

  /// Deletes the shards that were merged into the directory's own results, after reading those back.
  ///
  /// - Parameter digest: What the merge said of the results.
  /// - Returns: How many were deleted.
  /// - Throws: ``OrchestrationError``; then no shard is deleted, or one could not be.
  public func deleteShards(mergedInto digest: SHA256Digest) throws(OrchestrationError) -> Int {
    do {
      try merger.readBack(directory.results, expecting: digest)
    } catch {
      throw .shard(error)
    }
    do {
      // Said before it is done: a sweep that is interrupted here is whole.
      try Provenance(beside: directory.results)?.sayingSourcesAreDeleted
        .write(beside: directory.results)
      var count = 0
      for shard in 0..<manifest.shardCount where Files.exists(directory.shard(shard)) {
        try Files.remove(directory.shard(shard))
        count += 1
      }
      for folder in try Files.names(in: directory.shards) {
        Files.removeDirectory(ifEmpty: "\(directory.shards)/\(folder)")
      }
      Files.removeDirectory(ifEmpty: directory.shards)
      return count
    } catch {
      throw .file(error)
    }
  }
}
