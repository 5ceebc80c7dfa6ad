import FileSystem
import Shards
import TestSupport
import Testing

@testable import Orchestration

@Suite struct AttemptsTests {
  private let temporary = TemporaryDirectory()

  @Test func threeDeathsInARowAreAQuarantine() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    let attempts = Attempts(sweep.session)
    for count in 1...3 {
      #expect(try attempts.quarantined(among: [0, 1, 2]).isEmpty)
      #expect(try attempts.record(cause: "signal 11", process: 7, shard: 1) == count)
    }
    #expect(try attempts.quarantined(among: [0, 1, 2]) == [1])
    #expect(try attempts.quarantined(among: [0, 2]).isEmpty)
    let status = try SweepStatus(of: sweep.directory)
    #expect(status.quarantined == [1])
    #expect(try status.evidence(ofShard: 1).allSatisfy { $0.hasPrefix("signal 11, process 7 on ") })
    #expect(try attempts.quarantined(among: [1], retrying: true).isEmpty)
    #expect(try attempts.quarantined(among: [1]).isEmpty)
  }

  @Test func progressForgivesTheDeathsBeforeIt() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    let attempts = Attempts(sweep.session)
    let file = sweep.session.checkpoint(ofShard: 1)
    for runSteps: Int64 in [0, 10, 20] {
      if runSteps > 0 {
        try file.write(ShardCheckpoint(runSteps: runSteps, finished: [], underWay: nil))
      }
      #expect(try attempts.record(cause: "exit 3", process: 7, shard: 1) == 1)
      #expect(try attempts.record(cause: "hung", process: 8, shard: 1) == 2)
    }
    #expect(try attempts.quarantined(among: [1]).isEmpty)
    #expect(try attempts.record(cause: "exit 3", process: 7, shard: 1) == 3)
    #expect(try attempts.quarantined(among: [1]) == [1])
  }

  @Test func whatIsNoEvidenceCountsForNothing() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    let attempts = Attempts(sweep.session)
    #expect(try attempts.record(cause: "signal 6", process: 7, shard: 1) == 1)
    let directory = sweep.directory.attempts(ofShard: 1)
    try Files.create(directory + "/death-8-abc.json", containing: Array("{\"at\":1".utf8))
    try Files.create(directory + "/death-8-abd.json.tmp-8-abe", containing: [])
    try Files.create(directory + "/notes.json", containing: Array("mine".utf8))
    #expect(try attempts.countedDeaths(ofShard: 1).count == 1)
    attempts.forget(1)
    #expect(try Files.names(in: directory) == ["notes.json"])
  }

  /// A quarantined shard is left out, the rest is computed, and it can be tried again.
  @Test func aQuarantinedShardIsLeftOut() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    for _ in 0..<3 {
      _ = try Attempts(sweep.session).record(cause: "signal 11", process: 7, shard: 1)
    }
    guard case .incomplete(shards: [1]) = try sweep.run(workers: 2) else {
      Issue.record("shard 1 is not quarantined")
      return
    }
    #expect(try ResumeScan(sweep.session).pending == [1])
    #expect(try !Files.exists(sweep.directory.results))
    var options = RunOptions()
    options.retriesQuarantined = true
    guard case .complete = try sweep.run(workers: 2, options: options) else {
      Issue.record("shard 1 was not computed")
      return
    }
    let whole = try LocalSweep(SmallSweep.mixed, in: temporary.file("whole"))
    try whole.run(workers: 1)
    #expect(try sweep.digest == whole.digest)
    #expect(try !Files.exists(sweep.directory.attempts))
  }
}
