import FileSystem
import Shards
import TestSupport
import Testing

@testable import Orchestration

/// A shard that is stopped again and again has the bytes of one that never was.
@Suite struct CheckpointTests {
  private let temporary = TemporaryDirectory()
  private let yaml = SmallSweep.mixed.replacing("steps: 10000", with: "steps: 30000")

  private func computation(of sweep: LocalSweep, interval: Double = 60) -> ShardComputation {
    ShardComputation(sweep.session, checkpointInterval: interval, recordsDeaths: false)
  }

  private func reference() throws -> LocalSweep {
    let sweep = try LocalSweep(yaml, in: temporary.file("whole"))
    var whole = computation(of: sweep)
    let summary = try whole.compute(0) { true }
    #expect(summary?.resumedRunSteps == 0)
    return sweep
  }

  @Test(arguments: [2, 5])
  func aStoppedShardGoesOnBitForBit(looks: Int) throws {
    let whole = try reference()
    let sweep = try LocalSweep(yaml, in: temporary.file("stopped"))
    let file = sweep.session.checkpoint(ofShard: 0)
    var (stops, last) = (0, Int64(0))
    var summary: ShardSummary?
    while summary == nil {
      // Another process, as far as the files can tell.
      var computation = computation(of: sweep)
      var seen = 0
      summary = try computation.compute(0) {
        seen += 1
        return seen <= looks
      }
      guard summary == nil else { break }
      stops += 1
      #expect(try file.runSteps > last)
      last = try file.runSteps
    }
    #expect(stops > 1)
    #expect(try !Files.exists(file.path))
    let found = try #require(summary)
    #expect(found.resumedRunSteps == last)
    #expect(found.runSteps + last == Int64(30_000) * found.runs)
    #expect(
      try Files.read(sweep.directory.shard(0)) == Files.read(whole.directory.shard(0)))
  }

  @Test func checkpointsOnTheWayChangeNothing() throws {
    let whole = try reference()
    let sweep = try LocalSweep(yaml, in: temporary.file("often"))
    let path = sweep.session.checkpoint(ofShard: 0).path
    var files: Set<Files.Identity?> = []
    var often = computation(of: sweep, interval: 0)
    _ = try often.compute(0) {
      files.insert(try? Files.identity(of: path))
      return true
    }
    #expect(files.count > 2)
    #expect(
      try Files.read(sweep.directory.shard(0)) == Files.read(whole.directory.shard(0)))
  }

  /// A worker that dies of a checkpoint must have said whose it is, or it dies for ever.
  @Test func aShardIsBegunBeforeItsCheckpointIsRead() throws {
    let sweep = try LocalSweep(yaml, in: temporary.file("begun"))
    let file = sweep.session.checkpoint(ofShard: 0)
    try Files.makeDirectory(Files.directory(of: file.path))
    try Files.create(file.path, containing: [1, 2, 3])
    var events: [String] = []
    var computation = computation(of: sweep)
    _ = try computation.compute(
      0, note: { _ in events.append("damaged") },
      shouldContinue: { _ in
        events.append("asked")
        return true
      })
    #expect(events.prefix(2) == ["asked", "damaged"])
  }

  @Test func aDamagedOrForeignCheckpointIsNamedAndIgnored() throws {
    let whole = try reference()
    let sweep = try LocalSweep(yaml, in: temporary.file("damaged"))
    let file = sweep.session.checkpoint(ofShard: 0)
    func stop() throws -> [UInt8] {
      var computation = computation(of: sweep)
      var seen = 0
      _ = try computation.compute(0) {
        seen += 1
        return seen < 3
      }
      return try Files.read(file.path)
    }
    let bytes = try stop()
    var flipped = bytes
    flipped[flipped.count - 9] ^= 2
    let foreign = try LocalSweep(
      yaml.replacing("name: mixed", with: "name: other"), in: temporary.file("foreign"))
    try foreign.session.checkpoint(ofShard: 0)
      .write(ShardCheckpoint(runSteps: 5, finished: [], underWay: nil))
    let foreignBytes = try Files.read(foreign.session.checkpoint(ofShard: 0).path)
    #expect(try SweepStatus(of: sweep.directory).checkpointed == [0])
    for (content, reason, isSeenBefore) in [
      // A damage of the content shows when all of it is read.
      (flipped, "damaged", false), (Array(bytes.dropLast()), "damaged", true),
      (foreignBytes, "another sweep", true),
    ] {
      try Files.replace(file.path, with: content)
      try? Files.remove(sweep.directory.shard(0))
      let status = try SweepStatus(of: sweep.directory)
      #expect(status.checkpointed == (isSeenBefore ? [] : [0]))
      let unusable = status.unusableCheckpoints.map(\.description)
      #expect(unusable.count == (isSeenBefore ? 1 : 0))
      #expect(unusable.allSatisfy { $0.contains(file.path) && $0.contains(reason) })
      var notes: [String] = []
      var computation = computation(of: sweep)
      let summary = try computation.compute(0, noting: &notes)
      #expect(summary?.resumedRunSteps == 0)
      #expect(notes.count == 1)
      #expect(notes.first?.contains("shard 0 starts anew") ?? false, "\(notes)")
      #expect(notes.first?.contains(file.path) ?? false, "\(notes)")
      #expect(notes.first?.contains(reason) ?? false, "\(notes)")
      #expect(
        try Files.read(sweep.directory.shard(0)) == Files.read(whole.directory.shard(0)))
    }
  }

  @Test func theDeadlineLaysEverythingDown() throws {
    let sweep = try LocalSweep(
      yaml.replacing("steps: 30000", with: "steps: 3000000"), in: temporary.file("late"))
    var options = RunOptions()
    options.deadline = Deadline(secondsFromNow: 2)
    let notes = Notes()
    guard case .interrupted = try sweep.run(workers: 2, options: options, reporter: notes) else {
      Issue.record("it is not interrupted")
      return
    }
    #expect(notes.notes.contains("the time is nearly up"))
    #expect(try Files.names(in: sweep.directory.checkpoints).count == 2)
    #expect(try !Files.exists(sweep.directory.progress))
  }
}

extension ShardComputation {
  /// Computes a shard as long as `goesOn` says so.
  mutating func compute(
    _ shard: Int, goesOn: () -> Bool
  ) throws -> ShardSummary? {
    try compute(shard, note: { _ in }, shouldContinue: { _ in goesOn() })
  }

  /// Computes a shard to its end and keeps what is said about it.
  fileprivate mutating func compute(_ shard: Int, noting notes: inout [String]) throws
    -> ShardSummary?
  {
    try compute(shard, note: { notes.append($0) }, shouldContinue: { _ in true })
  }
}
