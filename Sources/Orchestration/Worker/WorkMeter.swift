private import FileSystem
private import Glibc

/// What this process has computed, and how much of that would be lost if it were killed now: a file
/// that outlives a SIGKILL, for tests that count what is computed twice.
///
/// Three numbers in one line: run-steps computed; those of them that neither a shard nor a checkpoint
/// holds; processor seconds spent on the latter. It is written in the directory that the variable
/// `THALWEG_WORK_METER` names, and not at all where there is none.
final class WorkMeter {
  private let descriptor: Int32
  private var finished: Int64 = 0
  private var current: Int64 = 0
  private var saved: Int64 = 0
  private var savedAt = threadProcessorSeconds()

  /// The meter that the environment asks for; nil where it asks for none.
  init?() {
    guard let folder = Files.variable("THALWEG_WORK_METER") else { return nil }
    let path = "\(folder)/\(getpid())-\(UInt64.random(in: 0...(.max)))"
    descriptor = unsafe open(path.systemCString, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return nil }
  }

  deinit { close(descriptor) }

  /// So many run-steps of the shard under way were computed by this process.
  func advance(to runSteps: Int64) {
    current = runSteps
    write()
  }

  /// They are on disk.
  func save() {
    saved = current
    savedAt = threadProcessorSeconds()
    write()
  }

  /// A new shard begins.
  func begin() {
    finished += current
    (current, saved) = (0, 0)
    savedAt = threadProcessorSeconds()
  }

  private func write() {
    let seconds = threadProcessorSeconds() - savedAt
    let line = "\(finished + current) \(current - saved) \(seconds)"
    // Always as long, so that nothing of an older line is left behind it.
    let bytes = Array((line + String(repeating: " ", count: max(80 - line.count, 0)) + "\n").utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }
}
