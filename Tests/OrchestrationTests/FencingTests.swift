import FileSystem
import Foundation
import Messaging
import Shards
import TestSupport
import Testing

@testable import Orchestration

/// A process that lost its lock while it was asleep changes nothing any more.
@Suite struct FencingTests {
  private let temporary = TemporaryDirectory()

  private func finishedSweep() throws -> LocalSweep {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    try sweep.run(workers: 1)
    return sweep
  }

  private func losing(_ lock: DirectoryLock, of sweep: LocalSweep) throws {
    var other = LockOwner.current()
    (other.host, other.token) = ("elsewhere", "heir")
    try Files.replace(sweep.directory.lock, with: other.bytes)
  }

  private func contents(of sweep: LocalSweep) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: sweep.directory.path) {
      let path = "\(sweep.directory.path)/\(name)"
      contents[name] = try Files.kind(of: path) == .file ? Files.read(path) : nil
    }
    return contents
  }

  private func expectNothingChanges(
    _ sweep: LocalSweep, _ action: (DirectoryLock) throws -> Void
  ) throws {
    let lock = try DirectoryLock.acquire(sweep.directory.lock)
    try lock.confirm()
    try losing(lock, of: sweep)
    let before = try contents(of: sweep)
    #expect { try action(lock) } throws: { "\($0)".contains("taken over by process") }
    lock.release()
    #expect(try contents(of: sweep) == before)
    try Files.remove(sweep.directory.lock)
  }

  @Test func mergingDeletingAndExtendingStop() throws {
    let sweep = try finishedSweep()
    let digest = try sweep.digest
    try expectNothingChanges(sweep) { lock in
      _ = try SweepSession.merge([sweep.session], to: sweep.directory.results, lock: lock)
    }
    try expectNothingChanges(sweep) { lock in
      _ = try sweep.session.deleteShards(mergedInto: digest, lock: lock)
    }
    try expectNothingChanges(sweep) { lock in
      _ = try SweepSession(
        starting: LocalSweep.specification(SmallSweep.tiny.replacing("200", with: "300")),
        in: sweep.directory, extends: true, lock: lock)
    }
  }

  /// Others that it would put in their place might be those of another sweep.
  @Test func resultsAreReplacedByTheOwnerAlone() throws {
    let sweep = try finishedSweep()
    try Files.replace(sweep.directory.results, with: [7])
    try expectNothingChanges(sweep) { lock in
      _ = try SweepSession.merge([sweep.session], to: sweep.directory.results, lock: lock)
    }
  }

  /// What looks damaged to it may be the shard of another sweep.
  @Test func aCoordinatorLeavesShardsThatAreNotItsOwn() throws {
    let sweep = try finishedSweep()
    try flipBit(of: sweep.directory.shard(0), at: 3000)
    try Files.makeDirectory(sweep.directory.attempts(ofShard: 0))
    try Files.create(sweep.directory.progress, containing: [])
    try expectNothingChanges(sweep) { lock in
      _ = try Coordinator(
        session: sweep.session, transport: MemoryTransport.makeEndpoints(count: 1)[0], lock: lock,
        reporter: Notes()
      ).run()
    }
  }

  @Test func aWorkerPutsNothingAmongTheShardsOfAnotherSweep() throws {
    let yaml = SmallSweep.mixed.replacing("steps: 10000", with: "steps: 30000")
    for stop in [false, true] {
      let name = temporary.file("sweep-\(stop)")
      let sweep = try LocalSweep(yaml, in: name)
      var computation = ShardComputation(
        sweep.session, checkpointInterval: 60, recordsDeaths: false)
      var looks = 0
      #expect {
        try computation.compute(0) {
          looks += 1
          if looks == 2 {
            _ = try? LocalSweep(yaml.replacing("30000", with: "20000"), in: name, extends: true)
          }
          return looks < 2 || !stop
        }
      } throws: { error in
        "\(error)".hasPrefix("\(sweep.directory.manifest): belongs to another sweep")
      }
      let names = try FileManager.default.subpathsOfDirectory(atPath: name)
      #expect(!names.contains { $0.contains("shard-") }, "\(names)")
      #expect(throws: ShardError.self) { try HeldDirectory(sweep.session) }
    }
  }

  // MARK: Locks that are lost on the way

  /// The results get the lock's own name, so that it is lost in the moment they appear.
  @Test func whoLosesTheLockWithTheResultsWritesNoProvenance() throws {
    let sweep = try finishedSweep()
    let path = temporary.file("merged.h5")
    let lock = try DirectoryLock.acquire(path)
    #expect(throws: OrchestrationError.self) {
      try SweepSession.merge([sweep.session], to: path, lock: lock)
    }
    #expect(try !Files.exists(Provenance.path(beside: path)))
    lock.release()
  }

  /// The provenance has the lock's name, so that it is lost when the mark is written there.
  @Test func whoLosesTheLockWithTheMarkDeletesNoShard() throws {
    let sweep = try finishedSweep()
    let (path, digest) = (sweep.directory.provenance, try sweep.digest)
    let bytes = try Files.read(path)
    try Files.remove(path)
    let lock = try DirectoryLock.acquire(path)
    try Files.overwrite(path, at: 0, with: bytes)
    #expect(throws: OrchestrationError.self) {
      try sweep.session.deleteShards(mergedInto: digest, lock: lock)
    }
    #expect(try Files.exists(sweep.directory.shard(0)))
    lock.release()
  }

  @Test func whoLosesTheLockWithTheMergeLeavesTheLeftovers() throws {
    let sweep = try finishedSweep()
    let checkpoint = sweep.directory.checkpoint(0)
    try Files.makeDirectory(sweep.directory.checkpoints)
    try Files.create(checkpoint, containing: [1])
    try Files.remove(sweep.directory.provenance)
    let lock = try DirectoryLock.acquire(sweep.directory.provenance)
    #expect(throws: OrchestrationError.self) {
      try Coordinator(
        session: sweep.session, transport: MemoryTransport.makeEndpoints(count: 1)[0], lock: lock,
        reporter: Notes()
      ).run()
    }
    #expect(try Files.exists(checkpoint))
    lock.release()
  }

  /// Whatever is put aside: the lock has its name and goes with it, and what comes next stays.
  @Test(arguments: 0..<4) func puttingAsideEndsWhereTheLockIsLost(step: Int) throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    let directory = sweep.directory
    let evidence = directory.attempts(ofShard: 0) + "/death-1-a.json"
    let (own, next) = [
      (directory.shard(0), directory.shard(1)), (directory.checkpoint(0), evidence),
      (directory.results, directory.provenance), (directory.provenance, directory.manifest),
    ][step]
    for path in [
      directory.shard(0), directory.shard(1), directory.checkpoint(0), evidence, directory.results,
      directory.provenance,
    ] where path != own {
      try Files.makeDirectory(Files.directory(of: path))
      try Files.create(path, containing: [7])
    }
    let before = try Files.read(next)
    try Files.makeDirectory(Files.directory(of: own))
    let lock = try DirectoryLock.acquire(own)
    #expect(throws: OrchestrationError.self) {
      try SweepSession(
        starting: LocalSweep.specification(SmallSweep.tiny.replacing("200", with: "300")),
        in: directory, extends: true, lock: lock)
    }
    #expect(try Files.kind(of: own) == nil)
    #expect(try Files.read(ifThere: next) == before)
    lock.release()
  }

  @Test func evidenceIsForgottenByTheOwnerAlone() throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    let attempts = Attempts(sweep.session)
    _ = try attempts.record(cause: "signal 11", process: 7, shard: 0)
    let lock = try DirectoryLock.acquire(sweep.directory.lock)
    try losing(lock, of: sweep)
    attempts.forget(0, lock: lock)
    #expect(try attempts.countedDeaths(ofShard: 0).count == 1)
    try Files.remove(sweep.directory.lock)
    let other = try DirectoryLock.acquire(sweep.directory.lock)
    attempts.forget(0, lock: other)
    #expect(try attempts.countedDeaths(ofShard: 0).isEmpty)
    other.release()
  }

  /// Another sweep is put there while it says that the checkpoint is unfit.
  @Test func aWorkerRemovesNoCheckpointOfAnotherSweep() throws {
    let sweep = try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep"))
    let (manifest, file) = (sweep.directory.manifest, sweep.session.checkpoint(ofShard: 0))
    try Files.makeDirectory(sweep.directory.checkpoints)
    try Files.create(file.path, containing: [1, 2, 3])
    let bytes = try Files.read(manifest)
    var computation = ShardComputation(
      sweep.session, checkpointInterval: 60, recordsDeaths: false)
    #expect {
      try computation.compute(
        0, note: { _ in try? Files.replace(manifest, with: bytes) },
        shouldContinue: { _ in true })
    } throws: { error in
      "\(error)".hasPrefix("\(manifest): belongs to another sweep")
    }
    #expect(try Files.read(file.path) == [1, 2, 3])
  }

  /// The shard takes the manifest's place, so that the sweep is another one from then on.
  @Test func aWorkerThatIsDoneLeavesTheCheckpointOfAnotherSweep() throws {
    let sweep = try LocalSweep(SmallSweep.mixed, in: temporary.file("sweep"))
    let (manifest, shard) = (sweep.directory.manifest, sweep.directory.shard(0))
    try Files.makeDirectory(Files.directory(of: shard))
    try Files.rename(manifest, to: shard)
    try FileManager.default.createSymbolicLink(atPath: manifest, withDestinationPath: shard)
    var computation = ShardComputation(sweep.session, checkpointInterval: 0, recordsDeaths: false)
    #expect(try computation.compute(0) { true } != nil)
    #expect(try Files.exists(sweep.directory.checkpoint(0)))
  }

  /// The first file is away, and its number may be used again; it is told apart all the same.
  @Test func aHeldFileIsNoOtherFile() throws {
    let path = temporary.write("one", to: "file")
    let held = try HeldFile(path)
    #expect(try held.hasItsName)
    for text in ["two", "three", "four"] {
      try Files.replace(path, with: Array(text.utf8))
      #expect(try !held.hasItsName)
    }
    try Files.remove(path)
    #expect(try !held.hasItsName)
  }
}
