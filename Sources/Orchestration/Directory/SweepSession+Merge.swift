internal import FileSystem
public import Shards

extension SweepSession {
  /// Merges the sweep's shards to `path` and writes the provenance beside the directory's own
  /// results.
  ///
  /// - Parameters:
  ///   - path: Where the file goes; what is there is replaced.
  ///   - allowMissing: Whether runs without a shard become absent instead of an error.
  /// - Returns: The file's digest, and how the runs ended.
  /// - Throws: ``OrchestrationError``; then `path` is untouched.
  public func merge(
    to path: String, allowMissing: Bool = false
  ) throws(OrchestrationError) -> ResultsMerger.Outcome {
    try merge(to: path, allowMissing: allowMissing, after: nil)
  }

  /// Merges, and says in the provenance what was computed before.
  func merge(
    to path: String, allowMissing: Bool, after work: Work?
  ) throws(OrchestrationError) -> ResultsMerger.Outcome {
    let outcome: ResultsMerger.Outcome
    do {
      outcome = try merger.merge(to: path, allowMissing: allowMissing)
    } catch {
      throw .shard(error)
    }
    guard path == directory.results else { return outcome }
    do {
      try Provenance(session: self, outcome: outcome, work: work).write()
    } catch {
      throw .file(error)
    }
    return outcome
  }
}
