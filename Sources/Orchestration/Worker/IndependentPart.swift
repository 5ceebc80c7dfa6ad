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
  /// - Returns: How it ended; it never merges.
  /// - Throws: ``OrchestrationError`` where a shard cannot be written.
  public func run(
    _ session: SweepSession, reporter: any ProgressReporter
  ) throws(OrchestrationError) -> RunOutcome {
    let scan = ResumeScan(session, where: contains(shard:))
    var tally = Tally(session: session, finished: scan.finished, pending: scan.pending)
    for (shard, error) in scan.unsound {
      reporter.note("shard \(shard) is computed again: \(error)")
    }
    var computation = ShardComputation(session)
    var clock = ContinuousClock.now
    for shard in scan.pending {
      let outcome: ShardComputation.Outcome?
      do {
        outcome = try computation.compute(shard) { progress in
          if clock.duration(to: .now) > .milliseconds(250) {
            clock = .now
            tally.advance(shard, share: progress.share, runSteps: progress.runSteps)
            reporter.update(tally.progress)
          }
          return Interruption.signal == nil
        }
      } catch {
        throw .shard(error)
      }
      guard let outcome else { return .interrupted }
      tally.finish(shard, diverged: outcome.diverged, runSteps: outcome.runSteps)
      reporter.update(tally.progress)
    }
    reporter.finish(tally.progress)
    return .partDone
  }
}
