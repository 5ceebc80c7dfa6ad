internal import Digests
internal import Experiments
internal import FileSystem
public import Shards
public import Sweeps

/// What was under way in a sweep when it was interrupted, and that a larger one has a use for.
///
/// A checkpoint is of a shard, and the larger sweep has other shards. So these are finished first, in
/// the sweep that they belong to; then their runs are taken over like all others.
public struct InterruptedSweep: Sendable {
  /// The sweep that is to be extended.
  public let session: SweepSession
  /// Its shards with checkpoints of runs that the larger sweep has too, ascending; at least one.
  public let shards: [Int]

  /// Looks for it; nil where there is nothing to finish.
  ///
  /// - Parameters:
  ///   - directory: The sweep's directory.
  ///   - specification: The sweep that extends it.
  /// - Throws: ``OrchestrationError`` where it cannot be told.
  public init?(
    in directory: SweepDirectory, extendedBy specification: Specification
  ) throws(OrchestrationError) {
    guard let found = try SweepSession.manifest(in: directory, extends: true),
      found.digest != Manifest.digest(of: specification)
    else { return nil }
    session = SweepSession(directory: directory, manifest: found)
    var suspended: [Int] = []
    do {
      for shard in try ResumeScan(session).pending
      where try session.checkpoint(ofShard: shard).runSteps > 0 { suspended.append(shard) }
    } catch {
      throw OrchestrationError(error)
    }
    shards = Self.wanted(suspended, of: session, by: specification)
    if shards.isEmpty { return nil }
  }

  /// Those shards of which another sweep has a run.
  private static func wanted(
    _ shards: [Int], of session: SweepSession, by specification: Specification
  ) -> [Int] {
    guard !shards.isEmpty, session.shape.keepsArrays(like: RecordShape(specification)) else {
      return []
    }
    var places: [SHA256Digest: Int] = [:]
    for shard in shards {
      for run in session.manifest.runs(ofShard: shard) {
        places[identity(session.grid[run], session.manifest.specification)] = shard
      }
    }
    let grid = Grid(specification)
    var wanted: Set<Int> = []
    for run in 0..<grid.runCount {
      if let shard = places[identity(grid[run], specification)] { wanted.insert(shard) }
      if wanted.count == shards.count { break }
    }
    return wanted.sorted()
  }

  private static func identity(_ point: Point, _ specification: Specification) -> SHA256Digest {
    RunIdentity(Run(point), plan: specification.record).digest
  }
}
