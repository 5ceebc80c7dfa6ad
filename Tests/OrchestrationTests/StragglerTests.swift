import Shards
import TestSupport
import Testing

@testable import Orchestration

/// Which workers are shown as stragglers, by a false clock.
@Suite struct StragglerTests {
  private let temporary = TemporaryDirectory()

  /// A tally after some shards, each of which took `pace` times as long as predicted.
  private func tally(
    _ session: SweepSession, finished count: Int, pace: Double
  ) -> Tally {
    var tally = Tally(
      session: session, finished: [], pending: Array(0..<session.manifest.shardCount))
    for shard in 1...count {
      let predicted = tally.cost(ofShard: shard) * 1e-9
      tally.finish(shard, ShardSummary(wallSeconds: pace * predicted))
    }
    return tally
  }

  private func isStraggler(_ tally: Tally, after seconds: Double) -> Bool {
    var tally = tally
    tally.advance(0, share: 0, resumedShare: 0, runSteps: 0, now: 1000)
    tally.advance(0, share: 0.5, resumedShare: 0, runSteps: 7, now: 1000 + seconds / 2)
    var worker = Progress.Worker(worker: 1, host: "", process: 0)
    tally.describe(0, in: &worker, now: 1000 + seconds)
    #expect(abs(worker.seconds - seconds) < 1e-6)
    return worker.isStraggler
  }

  /// The pace is that at which a shard takes so many seconds.
  private func limit(ofShardOf expected: Double, finished: Int = 3) throws -> Double? {
    let session = try LocalSweep(SmallSweep.eight, in: temporary.file("sweep")).session
    let pace =
      expected / (Tally(session: session, finished: [], pending: [0]).cost(ofShard: 0) * 1e-9)
    let tally = tally(session, finished: finished, pace: pace)
    return (1...4000).lazy.map { Double($0) / 10 }.first { isStraggler(tally, after: $0) }
  }

  @Test(arguments: [5.0, 20, 60])
  func twiceTheExpectedTimeIsTooLong(expected: Double) throws {
    let limit = try #require(try limit(ofShardOf: expected))
    #expect(abs(limit - 2 * expected) < 0.2)
  }

  @Test(arguments: [0.1, 1, 2])
  func ofAShortShardFiveSecondsAre(expected: Double) throws {
    let limit = try #require(try limit(ofShardOf: expected))
    #expect(abs(limit - 5) < 0.2)
  }

  @Test func twoShardsTellOfNoPace() throws {
    #expect(try limit(ofShardOf: 1, finished: 2) == nil)
  }
}
