internal import Shards

/// One of N independent processes that share a sweep without talking to each other.
///
/// Part I of N takes the shards whose index is I − 1 modulo N: neighbours in the grid, which cost
/// about the same, go to different parts.
public struct IndependentPart: Hashable, Sendable {
  /// Which part, counted from 1.
  public let number: Int
  /// How many parts there are.
  public let count: Int

  /// Part `number` of `count`; nil unless 1 ≤ number ≤ count.
  public init?(number: Int, of count: Int) {
    guard count >= 1, (1...count).contains(number) else { return nil }
    self.number = number
    self.count = count
  }

  /// Whether a shard belongs to this part.
  public func contains(shard: Int) -> Bool { shard % count == number - 1 }

  /// Computes the part's missing shards in this process.
  ///
  /// - Parameters:
  ///   - session: The sweep and its directory.
  ///   - lock: The part's lock; nil where nobody else could take the part.
  ///   - options: How to run.
  ///   - reporter: Told about progress.
  /// - Returns: How it ended; it never merges.
  /// - Throws: ``OrchestrationError`` where a shard cannot be written.
  public func run(
    _ session: SweepSession, lock: DirectoryLock? = nil, options: RunOptions = RunOptions(),
    reporter: any ProgressReporter
  ) throws(OrchestrationError) -> RunOutcome {
    let scan = try ResumeScan(session, where: contains(shard:))
    var tally = Tally(session: session, finished: scan.finished, pending: scan.pending)
    scan.report(to: reporter)
    let attempts = Attempts(session)
    let quarantined: [Int]
    do {
      quarantined = try attempts.quarantined(
        among: scan.pending, retrying: options.retriesQuarantined)
    } catch {
      throw .file(error)
    }
    var computation = ShardComputation(
      session, checkpointInterval: options.checkpointInterval, recordsDeaths: true)
    var log = WorkLog(in: session.directory, mpi: options.mpiLibrary)
    var clock = ContinuousClock.now
    Interruption.look()
    for shard in scan.pending where !quarantined.contains(shard) {
      let summary: ShardSummary?
      do {
        summary = try computation.compute(shard, note: reporter.note) { progress in
          if clock.duration(to: .now) > .milliseconds(250) {
            clock = .now
            tally.advance(
              shard, share: progress.share, resumedShare: progress.resumedShare,
              runSteps: progress.runSteps)
            reporter.update(tally.progress)
          }
          return !options.isTimeToLeave && lock?.loss == nil
        }
      } catch {
        throw .shard(error)
      }
      if let loss = lock?.loss { throw loss }
      guard let summary else { return .interrupted }
      attempts.forget(shard, lock: lock)
      tally.finish(shard, summary)
      log.add(shard, summary)
      log.write()
      reporter.update(tally.progress)
    }
    reporter.finish(tally.progress)
    if let verdict = tally.work.verdict { reporter.note(verdict) }
    return quarantined.isEmpty ? .partDone : .incomplete(shards: quarantined)
  }
}
