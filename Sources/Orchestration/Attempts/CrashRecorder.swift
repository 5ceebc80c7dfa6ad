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

  /// From now on a fatal signal ends this process for certain, sent from outside too; handlers that
  /// print a stack would otherwise let it go on.
  public static func makeCrashesFatal() { _ = cprocess_record_crashes() }

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
