import FileSystem
import Foundation
import Shards
import TestSupport
import Testing

@testable import Orchestration

/// What cannot be looked at is an error with its path, never something that is not there.
///
/// A link to itself stands for it: unlike missing permission it stops root too.
@Suite struct UntoldTests {
  private let temporary = TemporaryDirectory()

  private func finishedSweep(_ yaml: String = SmallSweep.mixed) throws -> LocalSweep {
    let sweep = try LocalSweep(yaml, in: temporary.file("sweep"))
    try sweep.run(workers: 2)
    return sweep
  }

  private func hide(_ path: String) throws {
    if try Files.kind(of: path) != nil { try Files.rename(path, to: path + ".aside") }
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
  }

  private func show(_ path: String) throws {
    try Files.remove(path)
    try Files.rename(path + ".aside", to: path)
  }

  private func expectUntold(_ path: String, _ action: () throws -> Void) {
    #expect {
      try action()
    } throws: { error in
      ((error as? OrchestrationError)?.isInputOutput == true || error is FileError)
        && "\(error)".contains(path)
    }
  }

  @Test func filesHaveThreeAnswers() throws {
    let loop = temporary.file("loop")
    try hide(loop)
    let file = temporary.write("text", to: "file")
    for path in [temporary.file("none"), file + "/below"] {
      #expect(try !Files.exists(path) && Files.size(of: path) == nil)
      #expect(try Files.kind(of: path) == nil && Files.identity(of: path) == nil)
      #expect(try Files.read(ifThere: path) == nil)
    }
    for path in [loop, loop + "/below", temporary.file(String(repeating: "x", count: 300))] {
      expectUntold(path) { _ = try Files.exists(path) }
      expectUntold(path) { _ = try Files.size(of: path) }
      expectUntold(path) { _ = try Files.identity(of: path) }
      expectUntold(path) { _ = try Files.read(ifThere: path) }
    }
    #expect(try Files.kind(of: loop) == .link)
    #expect(try Files.kind(of: file) == .file && Files.kind(of: temporary.path) == .directory)
    expectUntold(file) { _ = try Files.names(in: file) }
    #expect(try Files.names(in: temporary.file("none")).isEmpty)
  }

  @Test func aShardThatCannotBeLookedAtIsNotMissing() throws {
    let sweep = try finishedSweep()
    let (shard, digest) = (sweep.directory.shard(1), try sweep.digest)
    try hide(shard)
    for allowMissing in [false, true] {
      expectUntold(shard) {
        _ = try sweep.session.merge(to: sweep.directory.results, allowMissing: allowMissing)
      }
    }
    #expect(try sweep.digest == digest)
    expectUntold(shard) { _ = try ResumeScan(sweep.session) }
    expectUntold(shard) { _ = try SweepStatus(of: sweep.directory) }
    expectUntold(shard) { try sweep.run(workers: 1) }
    expectUntold(shard) { _ = try sweep.session.deleteShards(mergedInto: digest) }
    #expect(throws: ShardError.self) {
      try sweep.session.merger.makeView(at: temporary.file("view.h5"))
    }
    #expect(
      try Verification(of: sweep.directory.path).problems.contains { $0.contains(shard + ": look") }
    )
    try show(shard)
    try sweep.run(workers: 1)
    #expect(try sweep.digest == digest)
  }

  @Test func aManifestThatCannotBeLookedAtIsNoNewDirectory() throws {
    let sweep = try finishedSweep(SmallSweep.tiny)
    try hide(sweep.directory.manifest)
    expectUntold(sweep.directory.manifest) { _ = try SweepSession(opening: sweep.directory) }
    expectUntold(sweep.directory.manifest) {
      _ = try LocalSweep(SmallSweep.tiny, in: sweep.directory.path)
    }
  }

  @Test func aCheckpointThatCannotBeReadIsNotDropped() throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    let file = sweep.session.checkpoint(ofShard: 0)
    try Files.makeDirectory(sweep.directory.checkpoints)
    try hide(file.path)
    var computation = ShardComputation(
      sweep.session, checkpointInterval: 60, recordsDeaths: false)
    #expect(throws: ShardError.self) {
      try computation.compute(0, note: { _ in }, shouldContinue: { _ in true })
    }
    #expect(try Files.kind(of: file.path) == .link)
    expectUntold(file.path) {
      _ = try Attempts(sweep.session).record(cause: "", process: 1, shard: 0)
    }
  }

  @Test func anEarlierSweepThatCannotBeReadIsNotComputedAgain() throws {
    let old = try finishedSweep(SmallSweep.tiny)
    let new = SmallSweep.tiny.replacing("{count: 4}", with: "{count: 5}")
    let sweep = try LocalSweep(new, in: old.directory.path, extends: true)
    let name = try #require(Files.names(in: sweep.directory.generations).first)
    let shard = SweepDirectory("\(sweep.directory.generations)/\(name)").shard(0)
    for path in [shard, sweep.directory.generations] {
      try hide(path)
      #expect {
        try sweep.run(workers: 1)
      } throws: { error in
        "\(error)".contains(path) && (error as? OrchestrationError)?.isInputOutput == true
      }
      try show(path)
    }
    let notes = Notes()
    try sweep.run(workers: 1, reporter: notes)
    #expect(notes.notes.contains("12 runs were taken over, not computed"))
  }

  /// A directory has the shard's name: something is there, and cannot be read.
  @Test func aShardThatIsThereAndCannotBeReadIsNotComputedAgain() throws {
    let sweep = try finishedSweep(SmallSweep.tiny)
    let shard = sweep.directory.shard(0)
    try Files.rename(shard, to: shard + ".aside")
    try Files.makeDirectory(shard)
    expectUntold(shard) { _ = try ResumeScan(sweep.session) }
    expectUntold(shard) { try sweep.run(workers: 1) }
    Files.removeDirectory(ifEmpty: shard)
    try Files.rename(shard + ".aside", to: shard)
    let new = SmallSweep.tiny.replacing("{count: 4}", with: "{count: 5}")
    let larger = try LocalSweep(new, in: sweep.directory.path, extends: true)
    let name = try #require(Files.names(in: larger.directory.generations).first)
    let earlier = SweepDirectory("\(larger.directory.generations)/\(name)").shard(0)
    try Files.rename(earlier, to: earlier + ".aside")
    try Files.makeDirectory(earlier)
    #expect {
      try larger.run(workers: 1)
    } throws: { error in
      "\(error)".contains(earlier) && (error as? OrchestrationError)?.isInputOutput == true
    }
  }

  @Test func aLockThatCannotBeReadIsNobodysAndNotTaken() throws {
    let path = temporary.file("lock")
    try hide(path)
    expectUntold(path) { _ = try DirectoryLock.acquire(path) }
    expectUntold(path) { _ = try DirectoryLock.livingOwner(of: path) }
    expectUntold(path) { try DirectoryLock.requireNobody(at: [path], courtesy: 0) }
  }
}
