internal import FileSystem
private import Glibc

/// The processes that this one has started: workers, gnuplot, converters.
enum ChildProcesses {
  /// Ends all of them at once; those that the kernel does not list end with what they are at.
  ///
  /// None is reaped before, so that no number can be somebody else's by then.
  static func killAll() {
    for task in (try? Files.names(in: "/proc/self/task")) ?? [] {
      let bytes = (try? Files.read("/proc/self/task/\(task)/children")) ?? []
      for child in bytes.split(separator: UInt8(ascii: " ")) {
        if let process = Int32(String(decoding: child, as: UTF8.self)) { kill(process, SIGKILL) }
      }
    }
  }
}
