import Digests
import FileSystem
import Foundation
import Shards
import TestSupport
import Testing

@testable import Orchestration

/// The promise of the program: one sweep, one file, whoever computes it.
@Suite struct ScheduleIndependenceTests {
  private let temporary = TemporaryDirectory()

  @Test func anyNumberOfWorkersWritesTheSameFile() throws {
    let one = try LocalSweep(SmallSweep.mixed, in: temporary.file("one"))
    try one.run(workers: 1)
    let three = try LocalSweep(SmallSweep.mixed, in: temporary.file("three"))
    try three.run(workers: 3)
    #expect(try one.digest == three.digest)
    #expect(one.session.manifest.shardCount >= 3)
  }

  @Test func independentPartsWriteTheSameFile() throws {
    let whole = try LocalSweep(SmallSweep.tiny, in: temporary.file("whole"))
    try whole.run(workers: 1)
    let parts = try LocalSweep(SmallSweep.tiny, in: temporary.file("parts"))
    for number in 1...3 {
      let part = try #require(IndependentPart(number: number, of: 3))
      _ = try part.run(parts.session, reporter: Notes())
    }
    _ = try parts.session.merge(to: parts.directory.results)
    #expect(try whole.digest == parts.digest)
  }

  @Test func aWorkerThatGoesAwayCostsNothingButTime() throws {
    let whole = try LocalSweep(SmallSweep.mixed, in: temporary.file("whole"))
    try whole.run(workers: 2)
    let notes = Notes()
    let lossy = try LocalSweep(SmallSweep.mixed, in: temporary.file("lossy"))
    try lossy.run(workers: 3, leaving: [2], reporter: notes)
    #expect(try whole.digest == lossy.digest)
    #expect(notes.notes.contains { $0.hasPrefix("worker 2 ended while computing shard") })
  }

  @Test func damagedMissingAndForeignShardsAreComputedAgain() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    try sweep.run(workers: 2)
    let digest = try sweep.digest
    // A flipped bit that only the full check can see, a truncation, a missing file.
    let flipped = sweep.directory.shard(0)
    var bytes = try Files.read(flipped)
    bytes[bytes.count / 2] ^= 4
    try Files.replace(flipped, with: bytes)
    let truncated = sweep.directory.shard(1)
    try Files.replace(truncated, with: Array(try Files.read(truncated).dropLast(100)))
    try Files.remove(sweep.directory.shard(2))

    #expect(try Verification(of: sweep.directory.path).problems.count == 3)

    let notes = Notes()
    try sweep.run(workers: 2, reporter: notes)
    #expect(try sweep.digest == digest)
    #expect(notes.notes.contains { $0.contains("shard 0 is computed again") })
    #expect(notes.notes.contains { $0.contains("shard 1 is computed again") })
    #expect(try Verification(of: sweep.directory.path).problems.isEmpty)
  }

  @Test func finishedShardsAreNeverComputedAgain() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    try sweep.run(workers: 2)
    let before = try inodes(of: sweep)
    try Files.remove(sweep.directory.results)
    // Moved, not removed: a file system may give a removed file's number to the next one.
    try Files.rename(sweep.directory.shard(1), to: temporary.file("aside"))
    try sweep.run(workers: 2)
    let after = try inodes(of: sweep)
    #expect(before.count == after.count)
    #expect(
      zip(before, after).enumerated().allSatisfy { index, inodes in
        (inodes.0 == inodes.1) == (index != 1)
      })
  }

  /// A shard written again is another file.
  private func inodes(of sweep: LocalSweep) throws -> [Int?] {
    try (0..<sweep.session.manifest.shardCount).map { index in
      try FileManager.default.attributesOfItem(atPath: sweep.directory.shard(index))[
        .systemFileNumber] as? Int
    }
  }

  @Test func theMergeMarksAbsentRuns() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    try sweep.run(workers: 2)
    let lost = sweep.session.manifest.runs(ofShard: 1)
    try Files.remove(sweep.directory.shard(1))
    #expect(throws: OrchestrationError.self) {
      try sweep.session.merge(to: sweep.directory.results)
    }
    let path = temporary.file("partial.h5")
    let outcome = try sweep.session.merge(to: path, allowMissing: true)
    #expect(outcome.runs[.absent] == lost.count)
    let file = try ResultsFile.open(path)
    let states = try file.status()
    let loss = try file.variable(.trainLoss)
    for (run, state) in states.enumerated() {
      #expect((state == .absent) == lost.contains(run))
      let first = loss[run * file.snapshotCount]
      #expect(first.isNaN == lost.contains(run))
    }
  }
}
