import FileSystem
import TestSupport
import Testing

@testable import Orchestration

@Suite struct DirectoryLockTests {
  private let directory = TemporaryDirectory()
  private var path: String { directory.file("lock") }

  @Test func aReleasedLockCanBeTakenAgain() throws {
    let first = try DirectoryLock.acquire(path)
    #expect(DirectoryLock.livingOwner(of: path) != nil)
    first.release()
    #expect(!Files.exists(path))
    try DirectoryLock.acquire(path).release()
    #expect(try Files.names(in: directory.path).isEmpty)
  }

  @Test func aLivingOwnerIsRefusedByName() throws {
    let owner = try DirectoryLock.acquire(path)
    var notes: [String] = []
    #expect {
      _ = try DirectoryLock.acquire(path) { notes.append($0) }
    } throws: { error in
      "\(error)".contains(hostName()) && "\(error)".contains("process")
    }
    #expect(notes.count == 1)
    owner.release()
  }

  @Test func aDeadOwnersLockIsTaken() throws {
    let dead = try runProcess("/bin/true", [], environment: [:], timeout: .seconds(10))
    #expect(dead.exitCode == 0)
    var owner = LockOwner.current()
    // This process number with another start time: the number was used again.
    owner.started = "1"
    try Files.create(path, containing: owner.bytes)
    #expect(DirectoryLock.livingOwner(of: path) == nil)
    let lock = try DirectoryLock.acquire(path)
    #expect(DirectoryLock.livingOwner(of: path) != nil)
    lock.release()
  }

  @Test func anOwnerElsewhereLivesAsLongAsItsCountRises() throws {
    var owner = LockOwner.current()
    owner.host = "elsewhere"
    try Files.create(path, containing: owner.bytes)
    #expect(owner.isAlive == nil)
    let path = path
    let beating = BeatingOwner(path: path, owner: owner)
    beating.start()
    #expect(throws: OrchestrationError.self) { try DirectoryLock.acquire(path) }
    beating.stop()
  }

  @Test func someoneElsesLockIsNotReleased() throws {
    let lock = try DirectoryLock.acquire(path)
    var other = LockOwner.current()
    other.token = "other"
    try Files.replace(path, with: other.bytes)
    lock.release()
    #expect(Files.exists(path))
  }

  @Test func anOwnerReadsBackAsItWasWritten() {
    let owner = LockOwner.current()
    #expect(LockOwner(bytes: owner.bytes) == owner)
    #expect(owner.isAlive == true)
    #expect(LockOwner(bytes: Array("nonsense".utf8)) == nil)
  }
}
