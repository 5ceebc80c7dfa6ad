import Glibc
import Orchestration
import Shards

/// Makes shards of nothing that take a given time, to measure what dealing them costs.
struct EmptyComputation: ShardComputing {
  let session: SweepSession
  let times: TaskTimes
  /// Whether the time is slept, so that more workers than processors can be measured; else it is
  /// spent on a processor.
  let isSleeping: Bool

  /// Training, too, asks whether to go on this often, in seconds.
  private static let asking = 0.02
  /// Linux wakes a sleeper 50 µs late, and a little; that part is spun, or short shards would seem to
  /// cost what their sleep does.
  private static let lateness = 6e-5

  func compute(
    _ shard: Int, note: (String) -> Void, shouldContinue: (ShardProgress) -> Bool
  ) throws(ShardError) -> ShardSummary? {
    let seconds = times.seconds(ofShard: shard)
    let runs = Int64(session.manifest.runs(ofShard: shard).count)
    let start = monotonicSeconds()
    var elapsed = 0.0
    repeat {
      let share = seconds > 0 ? elapsed / seconds : 1
      guard
        shouldContinue(
          ShardProgress(share: share, resumedShare: 0, runSteps: Int64(share * Double(runs))))
      else { return nil }
      let pause = min(seconds - elapsed, Self.asking)
      if isSleeping && pause > Self.lateness { usleep(UInt32((pause - Self.lateness) * 1e6)) }
      while monotonicSeconds() - start - elapsed < pause {}
      elapsed = monotonicSeconds() - start
    } while elapsed < seconds
    return ShardSummary(
      runs: runs, runSteps: runs, processorSeconds: seconds, wallSeconds: elapsed)
  }
}
