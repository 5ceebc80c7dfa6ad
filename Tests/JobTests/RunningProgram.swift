import FileSystem
import Glibc

/// A process that somebody else started, found in /proc.
struct RunningProgram {
  private let process: Int32

  /// The first process of this name that has this argument; nil where there is none.
  init?(name: String, argument: String) {
    let processes = ((try? Files.names(in: "/proc")) ?? []).compactMap { Int32($0) }
    let found = processes.first { process in
      guard Self.text(process, "comm") == name + "\n" else { return false }
      return Self.text(process, "cmdline").split(separator: "\0").contains { $0 == argument }
    }
    guard let found else { return nil }
    process = found
  }

  /// Sends it a signal.
  func send(signal: Int32) { kill(process, signal) }

  /// Whether a signal has come that the process, which stands still, has not answered yet.
  func isAwaited(by signal: Int32) -> Bool {
    Self.text(process, "status").split(separator: "\n").contains { line in
      guard line.hasPrefix("ShdPnd:"), let mask = line.split(separator: "\t").last else {
        return false
      }
      return (UInt64(mask, radix: 16) ?? 0) & 1 << UInt64(signal - 1) != 0
    }
  }

  private static func text(_ process: Int32, _ name: String) -> String {
    String(decoding: (try? Files.read("/proc/\(process)/\(name)")) ?? [], as: UTF8.self)
  }
}
