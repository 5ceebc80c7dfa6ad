import FileSystem
import Foundation
import Shards
import Synchronization
import TestSupport
import Testing

@testable import Orchestration

@Suite struct DirectoryLockTests {
  private let directory = TemporaryDirectory()
  private var path: String { directory.file("lock") }

  @Test func aReleasedLockCanBeTakenAgain() throws {
    let first = try DirectoryLock.acquire(path)
    #expect(try DirectoryLock.livingOwner(of: path) != nil)
    first.release()
    #expect(try !Files.exists(path))
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
    #expect(try DirectoryLock.livingOwner(of: path) == nil)
    let lock = try DirectoryLock.acquire(path)
    #expect(try DirectoryLock.livingOwner(of: path) != nil)
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

  /// Whatever the clocks say: the file is from the future, as on a node whose clock is wrong.
  @Test func aSilentOwnerElsewhereIsTakenOverWhateverTheClocksSay() throws {
    var owner = LockOwner.current()
    owner.host = "elsewhere"
    try Files.create(path, containing: owner.bytes)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: 1e9)], ofItemAtPath: path)
    var notes: [String] = []
    let lock = try DirectoryLock.acquire(path, patience: 0.5) { notes.append($0) }
    #expect(notes == ["waiting for the lock of process \(owner.process) on elsewhere"])
    try lock.beat()
    lock.release()
    #expect(try Files.names(in: directory.path).isEmpty)
  }

  @Test func aKeptLockBeatsByItselfAndKnowsWhenItIsLost() throws {
    let lock = try DirectoryLock.acquire(path)
    lock.keep()
    func beats() -> Int { (try? LockOwner(bytes: Files.read(path)))??.beat ?? 0 }
    while beats() < 2 { usleep(10_000) }
    #expect(lock.loss == nil)
    var other = LockOwner.current()
    other.host = "elsewhere"
    try Files.replace(path, with: other.bytes)
    while lock.loss == nil { usleep(10_000) }
    #expect("\(lock.loss.debugDescription)".contains("elsewhere"))
    lock.release()
    #expect(try Files.read(path) == other.bytes)
  }

  @Test func aLockThatIsGoneIsAnErrorOfTheFile() throws {
    let lock = try DirectoryLock.acquire(path)
    try Files.remove(path)
    #expect {
      try lock.beat()
    } throws: { error in
      (error as? OrchestrationError)?.isInputOutput == true
        && "\(error)".contains("\(path): open: No such file or directory")
    }
  }

  @Test func someoneElsesLockIsNotReleased() throws {
    let lock = try DirectoryLock.acquire(path)
    var other = LockOwner.current()
    other.token = "other"
    try Files.replace(path, with: other.bytes)
    lock.release()
    #expect(try Files.exists(path))
  }

  /// Only a silence longer than the patience is a death.
  @Test func aShortSilenceSaysNothing() throws {
    var owner = LockOwner.current()
    owner.host = "elsewhere"
    try Files.create(path, containing: owner.bytes)
    let file = try #require(try LockFile.read(path))
    var watch = OwnerWatch(patience: 600)
    for _ in 0..<3 {
      #expect(watch.judge(file) == .unknown)
      usleep(10_000)
    }
  }

  @Test func anOwnerReadsBackAsItWasWritten() {
    let owner = LockOwner.current()
    #expect(LockOwner(bytes: owner.bytes) == owner)
    #expect(owner.isAlive == true)
    #expect(LockOwner(bytes: Array("nonsense".utf8)) == nil)
  }

  /// It was asleep, somebody took its lock, it wakes.
  @Test func anOwnerThatWakesDoesNotTouchTheNewOwnersLock() throws {
    let sleeper = try DirectoryLock.acquire(path)
    try sleeper.beat()
    var other = LockOwner.current()
    other.host = "elsewhere"
    try Files.remove(path)
    try Files.create(path, containing: other.bytes)
    #expect {
      try sleeper.beat()
    } throws: { error in
      "\(error)".contains("taken over by process \(other.process) on elsewhere")
    }
    #expect(try Files.read(path) == other.bytes)
    sleeper.release()
    #expect(try Files.read(path) == other.bytes)
  }

  @Test func aBeatRaisesTheCountAndNothingElse() throws {
    let lock = try DirectoryLock.acquire(path)
    let before = try #require(LockOwner(bytes: try Files.read(path)))
    for _ in 0..<12 { try lock.beat() }
    var after = try #require(LockOwner(bytes: try Files.read(path)))
    #expect(after.beat == before.beat + 12)
    after.beat = before.beat
    #expect(after == before)
    lock.release()
  }

  private func leaveDeadOwner(at path: String) throws -> LockOwner {
    var owner = LockOwner.current()
    owner.started = "1"
    try Files.create(path, containing: owner.bytes)
    return owner
  }

  /// Twelve dead locks, six threads after each.
  @Test func ofManyTakeOversOneWins() throws {
    let paths = try (0..<12).map { index in
      let path = directory.file("lock-\(index)")
      _ = try leaveDeadOwner(at: path)
      return path
    }
    let winners = Mutex<[String: Int]>([:])
    let beats = Mutex(0)
    let (tried, released) = (DispatchGroup(), DispatchGroup())
    let everyoneTried = DispatchSemaphore(value: 0)
    for path in paths {
      for _ in 0..<6 {
        tried.enter()
        released.enter()
        Thread {
          let lock = try? DirectoryLock.acquire(path)
          if lock != nil { winners.withLock { $0[path, default: 0] += 1 } }
          tried.leave()
          if let lock {
            everyoneTried.wait()
            if (try? lock.beat()) != nil { beats.withLock { $0 += 1 } }
            lock.release()
          }
          released.leave()
        }.start()
      }
    }
    tried.wait()
    #expect(winners.withLock { $0 } == Dictionary(uniqueKeysWithValues: paths.map { ($0, 1) }))
    for _ in 0..<winners.withLock({ $0.values.reduce(0, +) }) { everyoneTried.signal() }
    released.wait()
    #expect(beats.withLock { $0 } == paths.count)
    #expect(try Files.names(in: directory.path).isEmpty)
  }

  /// It became the heir, and was killed before it could take the lock.
  @Test func aDeadHeirIsInheritedFrom() throws {
    let dead = try leaveDeadOwner(at: path)
    let heirFile = "\(path).heir-of-\(dead.token)"
    let heir = try leaveDeadOwner(at: heirFile)
    #expect(heir.token != dead.token)
    let lock = try DirectoryLock.acquire(path)
    #expect(try Files.names(in: directory.path) == ["lock"])
    try lock.beat()
    lock.release()
    #expect(try Files.names(in: directory.path).isEmpty)
  }

  // MARK: Locks of others

  @Test func theDeadHoldNobodyUpAndTheirLocksGo() throws {
    let paths = (0..<6).map { directory.file("lock-\($0 + 1)-of-6") }
    for path in paths.prefix(2) { _ = try leaveDeadOwner(at: path) }
    // Of another host, silent: all are watched at once.
    for (index, path) in paths[2..<5].enumerated() {
      var owner = LockOwner.current()
      (owner.host, owner.token) = ("elsewhere", "silent\(index)")
      try Files.create(path, containing: owner.bytes)
    }
    var notes: [String] = []
    try DirectoryLock.requireNobody(at: paths, courtesy: 0, patience: 0.5) { notes.append($0) }
    #expect(notes.count == 1)
    #expect(try Files.names(in: directory.path).isEmpty)
  }

  @Test func theLivingAreWaitedForOutOfCourtesyAndThenNamed() throws {
    let owner = try DirectoryLock.acquire(path)
    for courtesy in [0, 0.3] {
      #expect {
        try DirectoryLock.requireNobody(at: [directory.file("none"), path], courtesy: courtesy)
      } throws: { error in
        "\(error)".hasPrefix(path) && "\(error)".contains("another run is at work here")
      }
    }
    Thread {
      usleep(100_000)
      owner.release()
    }.start()
    try DirectoryLock.requireNobody(at: [path], courtesy: 600)
    #expect(try Files.names(in: directory.path).isEmpty)
  }

  @Test func anOwnerElsewhereWhoseCountRisesIsNamed() throws {
    var owner = LockOwner.current()
    owner.host = "elsewhere"
    try Files.create(path, containing: owner.bytes)
    let beating = BeatingOwner(path: path, owner: owner)
    beating.start()
    #expect(throws: OrchestrationError.self) {
      try DirectoryLock.requireNobody(at: [path], courtesy: 0, patience: 600)
    }
    beating.stop()
  }

  /// What stands in a lock goes into the name of a file.
  @Test(arguments: [
    "ab/cd", "", "..", "ab cd", "ABC", "a\u{0}b", String(repeating: "a", count: 300),
  ])
  func aTokenThatIsNoneDoesNotStick(token: String) throws {
    var owner = LockOwner.current()
    (owner.started, owner.token) = ("1", token)
    try Files.create(path, containing: owner.bytes)
    #expect(LockOwner(bytes: owner.bytes) == nil)
    let lock = try DirectoryLock.acquire(path, patience: 0.3)
    #expect(try Files.names(in: directory.path) == ["lock"])
    lock.release()
  }

  /// A lock of a later version of the program, say.
  @Test func aFileThatIsNoLockButChangesIsSomebodys() throws {
    let path = path
    let isStopped = Mutex(false)
    try Files.create(path, containing: [1])
    let done = DispatchSemaphore(value: 0)
    Thread {
      var count = 0
      while !isStopped.withLock({ $0 }) {
        count += 1
        try? Files.replaceVolatile(path, with: Array("version 9: \(count)\n".utf8))
        usleep(20_000)
      }
      done.signal()
    }.start()
    #expect(throws: OrchestrationError.self) { try DirectoryLock.acquire(path, patience: 600) }
    isStopped.withLock { $0 = true }
    done.wait()
  }

  @Test func partsKnowTheirRivals() throws {
    let sweep = SweepDirectory(directory.path)
    for name in ["lock", "lock-1-of-2", "lock-2-of-2", "lock-1-of-3", "lock-4-of-3", "lock-a-of-b"]
    {
      try Files.create(directory.file(name), containing: [])
    }
    let part = try #require(IndependentPart(number: 1, of: 2))
    #expect(part.lock(in: sweep) == directory.file("lock-1-of-2"))
    #expect(
      try part.rivals(in: sweep) == ["lock", "lock-1-of-3"].map { directory.file($0) })
    #expect(
      try IndependentPart.locks(in: sweep)
        == ["lock-1-of-2", "lock-1-of-3", "lock-2-of-2"].map { directory.file($0) })
    // Of two that see each other one gives up first.
    let courtesies = (1...9).compactMap { IndependentPart(number: 1, of: $0)?.courtesy }
    #expect(zip(courtesies, courtesies.dropFirst()).allSatisfy { $0.0 > $0.1 })
    #expect(courtesies[0] < IndependentPart.coordinatorsCourtesy)
  }
}
