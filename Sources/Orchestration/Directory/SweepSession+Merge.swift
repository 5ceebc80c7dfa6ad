internal import Digests
internal import Experiments
internal import FileSystem
public import Shards
internal import Sweeps

extension SweepSession {
  /// Merges the sweep's shards to `path` and writes the provenance beside it.
  ///
  /// - Parameters:
  ///   - path: Where the file goes; what is there is replaced.
  ///   - allowMissing: Whether runs without a shard become absent instead of an error.
  /// - Returns: The file's digest, and how the runs ended.
  /// - Throws: ``OrchestrationError``; then `path` is untouched.
  public func merge(
    to path: String, allowMissing: Bool = false
  ) throws(OrchestrationError) -> ResultsMerger.Outcome {
    try Self.merge([self], by: merger, to: path, allowMissing, nil, nil)
  }

  /// Merges, and says in the provenance what was computed before.
  func merge(
    to path: String, after work: Work?, lock: DirectoryLock?
  ) throws(OrchestrationError) -> ResultsMerger.Outcome {
    try Self.merge([self], by: merger, to: path, false, work, lock)
  }

  /// Merges the shards of several sweeps to `path` and writes the provenance beside it.
  ///
  /// Each run is there once, in the order of the sessions. A run that several sweeps have must have
  /// the same records in all of them.
  ///
  /// - Parameters:
  ///   - sessions: The sweeps; at least one.
  ///   - path: Where the file goes; what is there is replaced.
  ///   - allowMissing: Whether runs without a shard become absent instead of an error.
  ///   - lock: The lock of the directory that `path` is in; nil where that is nobody's.
  /// - Returns: The merger, for reading back, and what it found.
  /// - Throws: ``OrchestrationError``; then `path` is untouched.
  public static func merge(
    _ sessions: [SweepSession], to path: String, allowMissing: Bool = false,
    lock: DirectoryLock? = nil
  ) throws(OrchestrationError) -> (merger: ResultsMerger, outcome: ResultsMerger.Outcome) {
    let merger: ResultsMerger
    do {
      merger = try self.merger(of: sessions)
    } catch {
      throw .shard(error)
    }
    return (merger, try merge(sessions, by: merger, to: path, allowMissing, nil, lock))
  }

  private static func merger(of sessions: [SweepSession]) throws(ShardError) -> ResultsMerger {
    if sessions.count == 1 { return sessions[0].merger }
    let rows = MergedRows(runCounts: sessions.map(\.manifest.runCount)) { source, run in
      let session = sessions[source]
      let identity = RunIdentity(
        Run(session.grid[run]), plan: session.manifest.specification.record)
      // Half of a SHA-256 digest tells runs apart as surely as anybody needs.
      return identity.digest.bytes.prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    }
    return try ResultsMerger(sessions.map(\.mergeSource), rows: rows)
  }

  private static func merge(
    _ sessions: [SweepSession], by merger: ResultsMerger, to path: String, _ allowMissing: Bool,
    _ work: Work?, _ lock: DirectoryLock?
  ) throws(OrchestrationError) -> ResultsMerger.Outcome {
    let start = (monotonicSeconds(), processorSeconds())
    let outcome: ResultsMerger.Outcome
    do {
      let results = try merger.prepare(path, allowMissing: allowMissing)
      do throws(OrchestrationError) { try lock?.confirm() } catch {
        results.abandon()
        throw error
      }
      try results.publish()
      outcome = results.outcome
    } catch {
      throw OrchestrationError(error)
    }
    let effort = Provenance.Effort(
      wallSeconds: monotonicSeconds() - start.0, cpuSeconds: processorSeconds() - start.1)
    let provenance = Provenance(of: sessions, outcome, merge: effort, work: work)
    try lock?.confirm()
    do { try provenance.write(beside: path) } catch { throw .file(error) }
    return outcome
  }
}
