import FileSystem
import Glibc
import TestSupport
import Testing

@testable import Orchestration

/// What signals do, each in a process of its own.
@Suite struct InterruptionTests {
  private let temporary = TemporaryDirectory()

  /// Half a minute is not waited for: the signal ends it.
  private static func beInTheMidstOfAStep() { sleep(30) }

  @Test(arguments: [SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU])
  func aSignalToEndSetsTheFlag(signal: Int32) async {
    await #expect(processExitsWith: .exitCode(3)) { [signal] in
      Interruption.watch()
      raise(signal)
      exit(Interruption.signal == signal ? 3 : 4)
    }
  }

  @Test(arguments: [SIGHUP, SIGINT, SIGTERM, SIGUSR1])
  func whatIsIgnoredAtTheStartStaysIgnored(ignored: Int32) async {
    await #expect(processExitsWith: .exitCode(3)) { [ignored] in
      _ = signal(ignored, SIG_IGN)
      Interruption.watch()
      Interruption.endProgram { _ in _exit(5) }
      raise(ignored)
      usleep(100_000)
      exit(Interruption.signal == nil ? 3 : 4)
    }
  }

  @Test(arguments: [SIGHUP, SIGTERM])
  func aStepInWhichNobodyLooksEndsWithoutTemporaryFilesAndLocks(signal: Int32) async throws {
    let path = temporary.file("out")
    try Files.makeDirectory(path)
    await #expect(processExitsWith: .exitCode(75)) {
      [path = path as String, signal = signal as Int32] in
      Interruption.watch()
      Interruption.endProgram { _ in _exit(75) }
      Interruption.look()
      let lock = try DirectoryLock.acquire(path + "/lock")
      let half = Files.temporaryPath(for: path + "/results.h5")
      try Files.create(half, containing: [1, 2, 3])
      try Files.create(path + "/kept", containing: [4])
      Interruption.withoutLooking {
        raise(signal)
        InterruptionTests.beInTheMidstOfAStep()
      }
      lock.release()
    }
    #expect(try Files.names(in: path) == ["kept"])
  }

  @Test func aSignalThatCameBeforeTheStepEndsItToo() async {
    await #expect(processExitsWith: .exitCode(75)) {
      Interruption.watch()
      Interruption.endProgram { _ in _exit(75) }
      Interruption.look()
      raise(SIGTERM)
      Interruption.withoutLooking { InterruptionTests.beInTheMidstOfAStep() }
    }
  }

  @Test func whoLooksAtTheFlagIsNotEnded() async {
    await #expect(processExitsWith: .exitCode(3)) {
      Interruption.watch()
      Interruption.endProgram { _ in _exit(5) }
      Interruption.look()
      Interruption.withoutLooking {}
      raise(SIGTERM)
      usleep(100_000)
      exit(Interruption.signal == SIGTERM ? 3 : 4)
    }
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func otherCommandsEndAsTheSignalSays(signal: Int32) async {
    await #expect(processExitsWith: .signal(signal)) { [signal] in
      Interruption.endProgram()
      raise(signal)
      InterruptionTests.beInTheMidstOfAStep()
    }
  }

  /// A worker, say: the flag alone is set, though a command is begun.
  @Test func whoWatchesBeforeKeepsItsAnswer() async {
    await #expect(processExitsWith: .exitCode(3)) {
      Interruption.watch(interrupts: false)
      Interruption.endProgram()
      raise(SIGTERM)
      usleep(100_000)
      exit(Interruption.signal == SIGTERM ? 3 : 4)
    }
  }

  @Test func aLockThatSomebodyElseHasByNowStays() async throws {
    let path = temporary.file("lock")
    await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
      let lock = try DirectoryLock.acquire(path)
      try Files.replace(path, with: Array("another's".utf8))
      TemporaryFiles.removeAll()
      withExtendedLifetime(lock) { _exit(0) }
    }
    #expect(try Files.read(path) == Array("another's".utf8))
  }

  @Test func whatWasPublishedOrRemovedIsNoTemporaryFile() async throws {
    let path = temporary.file("published")
    await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
      let half = Files.temporaryPath(for: path)
      try Files.create(half, containing: [1])
      try Files.publish(half, as: path)
      // Somebody else's by now, under a name that was ours.
      try Files.create(half, containing: [2])
      TemporaryFiles.removeAll()
      _exit(0)
    }
    #expect(try Files.names(in: temporary.path).count == 2)
  }

  /// The kernel's own signal comes before SIGKILL, so that there is time for a checkpoint.
  @Test func theLimitOfProcessorTimeIsAnnounced() async {
    await #expect(processExitsWith: .exitCode(3)) {
      let resource = __rlimit_resource_t(RLIMIT_CPU.rawValue)
      var limit = rlimit(rlim_cur: 1000, rlim_max: 1000)
      unsafe setrlimit(resource, &limit)
      Interruption.warnBeforeProcessorTimeEnds()
      unsafe getrlimit(resource, &limit)
      exit(
        limit.rlim_cur == 940 && limit.rlim_max == 1000 && processorTimeLimits() == (940, 1000)
          ? 3 : 4)
    }
  }
}
