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
