internal import CProcess
internal import FileSystem
private import Glibc
internal import Shards

/// Evidence of this process's own death, for where no supervisor sees it: MPI ranks, parts i of N.
///
/// A handler of fatal signals writes what was prepared before the shard was begun. Walltime and
/// termination signals, and SIGKILL, leave nothing.
public struct CrashRecorder {
  private let session: SweepSession

  /// From now on a fatal signal ends this process for certain, sent from outside too, and no stack is
  /// printed unless the environment asks for it (SWIFT_BACKTRACE).
  ///
  /// Call it first of all, before there are other threads.
  ///
  /// - Parameter isAnnounced: Whether the process says so itself; where somebody else sees its end and
  ///   says it, twice is too often.
  public static func makeCrashesFatal(isAnnounced: Bool) {
    cprocess_print_no_stacks()
    _ = cprocess_record_crashes()
    if isAnnounced { cprocess_announce_crashes() }
  }

  /// A recorder for the calling thread, which is the one that computes.
  init(_ session: SweepSession) {
    self.session = session
    _ = cprocess_record_crashes()
    try? Files.makeDirectory(session.directory.attempts)
  }

  /// From now on a crash is evidence against a shard whose checkpoint has these run-steps.
  func expect(shard: Int, runSteps: Int64) {
    let directory = session.directory.attempts(ofShard: shard)
    let death = Death(
      at: 0, cause: "", host: hostName(), process: getpid(), runSteps: runSteps, shard: shard)
    // The handler writes time and cause itself.
    let text = String(decoding: death.json, as: UTF8.self)
    let head = "{\"at\":0,\"cause\":\"\","
    precondition(text.hasPrefix(head), "keys are sorted")
    _ = unsafe cprocess_expect_crash(
      directory.systemCString, Attempts.path(in: directory, process: getpid()).systemCString,
      String(text.dropFirst(head.count)))
  }

  /// A crash blames no shard from now on.
  func expectNothing() { cprocess_expect_no_crash() }
}
