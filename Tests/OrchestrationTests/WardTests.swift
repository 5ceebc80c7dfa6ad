import FileSystem
import Glibc
import Messaging
import Shards
import TestSupport
import Testing

@testable import Orchestration

/// What the ends of workers mean.
@Suite struct WardTests {
  private let temporary = TemporaryDirectory()

  private func ward(_ session: SweepSession) -> Ward {
    // A directory without the kernel's counters.
    Ward(session, hangLimit: 60, memory: MemoryPressure(root: temporary.path))
  }

  private func session() throws -> SweepSession {
    try LocalSweep(SmallSweep.tiny, in: temporary.file("sweep")).session
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGXCPU])
  func signalsByWhichPeopleEndProgramsBlameNoShard(signal: Int32) throws {
    let session = try session()
    var ward = ward(session)
    ward.introduce(1, host: "here", process: 7)
    let (cause, count) = try ward.lose(1, .killed(signal: Int(signal)), shard: 0)
    #expect(cause == nil)
    #expect(count == 0)
    #expect(ward.deathCount == 0)
  }

  /// As at a limit of processor time, which every worker reaches in turn.
  @Test func endsWithoutProgressAreNotRepeatedForEver() throws {
    let session = try session()
    var ward = ward(session)
    for worker in 1...2 {
      ward.introduce(worker, host: "here", process: 7)
      _ = try ward.lose(worker, .exited(code: 75), shard: 0)
    }
    ward.introduce(3, host: "here", process: 7)
    #expect { try ward.lose(3, .killed(signal: Int(SIGXCPU)), shard: 0) } throws: { error in
      guard case OrchestrationError.noWorkers(let reason) = error else { return false }
      return reason.contains("again and again before shard 0 gets on")
    }
  }

  @Test func endsWithProgressAreRepeated() throws {
    let session = try session()
    var ward = ward(session)
    for worker in 1...9 {
      try session.checkpoint(ofShard: 0).write(
        ShardCheckpoint(runSteps: Int64(worker / 2), finished: [], underWay: nil))
      ward.introduce(worker, host: "here", process: 7)
      #expect(try ward.lose(worker, .exited(code: 75), shard: 0).cause == nil)
    }
  }

  /// A limit of one second leaves no time for a warning.
  @Test func killsAtALimitOfProcessorTimeBlameNoShard() throws {
    let session = try session()
    var ward = Ward(
      session, hangLimit: 60, memory: MemoryPressure(root: temporary.path),
      endsAtProcessorTime: true)
    for worker in 1...2 {
      ward.introduce(worker, host: "here", process: 7)
      #expect(try ward.lose(worker, .killed(signal: Int(SIGKILL)), shard: 0).cause == nil)
    }
    ward.introduce(3, host: "here", process: 7)
    #expect(throws: OrchestrationError.self) {
      try ward.lose(3, .killed(signal: Int(SIGKILL)), shard: 0)
    }
    #expect(try Attempts(session).countedDeaths(ofShard: 0).isEmpty)
  }

  /// What the machine refuses is no shard's fault, and is refused to the next worker too.
  @Test func aWorkerThatIsRefusedSomethingEndsTheRun() throws {
    let session = try session()
    var ward = ward(session)
    ward.introduce(1, host: "here", process: 7)
    #expect {
      try ward.lose(1, .exited(code: 74), shard: 0)
    } throws: { error in
      guard case OrchestrationError.noWorkers = error else { return false }
      return true
    }
    #expect(try Attempts(session).countedDeaths(ofShard: 0).isEmpty)
  }

  @Test func aKillByTheKernelForLackOfMemoryIsNamed() throws {
    let session = try session()
    let events = temporary.file("sys/fs/cgroup/memory.events")
    try Files.makeDirectory(Files.directory(of: events))
    try Files.replace(events, with: Array("oom_kill 0\n".utf8))
    var ward = ward(session)
    ward.introduce(1, host: "here", process: 7)
    #expect(try ward.lose(1, .killed(signal: Int(SIGKILL)), shard: 0).cause == "signal 9")
    try Files.replace(events, with: Array("oom_kill 1\n".utf8))
    ward.introduce(1, host: "here", process: 7)
    let (cause, count) = try ward.lose(1, .killed(signal: Int(SIGKILL)), shard: 0)
    #expect(try #require(cause).hasPrefix("signal 9, out of memory: "))
    #expect(count == 2)
  }
}
