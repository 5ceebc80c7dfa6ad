internal import FileSystem
private import Glibc

/// Who holds a lock.
struct LockOwner: Hashable, Sendable {
  var host: String
  /// Identifies boot and process namespace: a process number means something within one only.
  var kernel: String
  var process: Int32
  /// Start of the process in clock ticks since boot, because process numbers are used again.
  var started: String
  var token: String
  var beat: Int

  /// This process.
  static func current() -> LockOwner {
    LockOwner(
      host: hostName(), kernel: kernelName(), process: getpid(),
      started: startTicks(of: getpid()) ?? "?",
      token: String(UInt64.random(in: 0...(.max)), radix: 36), beat: 0)
  }

  /// Whether the owner's process exists; nil where this kernel cannot tell.
  var isAlive: Bool? {
    guard host == hostName(), kernel == kernelName() else { return nil }
    return startTicks(of: process) == started
  }

  /// The owner in words.
  var summary: String { "process \(process) on \(host)" }

  var bytes: [UInt8] {
    Array("\(host)\n\(kernel)\n\(process)\n\(started)\n\(token)\n".utf8) + beatBytes
  }

  /// The last line, of fixed length so that it can be written over.
  var beatBytes: [UInt8] {
    let digits = String(beat)
    return Array((String(repeating: "0", count: max(10 - digits.count, 0)) + digits + "\n").utf8)
  }
}

extension LockOwner {
  init?(bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 7, let process = Int32(lines[2]), let beat = Int(lines[5]),
      OwnNames.isToken(lines[4])
    else { return nil }
    self.init(
      host: String(lines[0]), kernel: String(lines[1]), process: process,
      started: String(lines[3]), token: String(lines[4]), beat: beat)
  }
}

/// The machine's name.
public func hostName() -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
  return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// Boot and process namespace of this kernel.
private func kernelName() -> String {
  let boot = (try? Files.read("/proc/sys/kernel/random/boot_id", atMost: 64)) ?? []
  var information = stat()
  let namespace = unsafe stat("/proc/self/ns/pid", &information) == 0 ? information.st_ino : 0
  let id = String(decoding: boot, as: UTF8.self).split(separator: "\n").first ?? "?"
  return "\(id) \(namespace)"
}

/// The start of a process in clock ticks since boot; nil when there is no such process.
private func startTicks(of process: Int32) -> String? {
  // A zombie has ended; only its parent has not looked yet.
  guard let found = ProcessStatistics(of: process), found.state != "Z" else { return nil }
  return found.started
}

/// Seconds of a clock that never jumps.
package func monotonicSeconds() -> Double { seconds(of: CLOCK_MONOTONIC) }

/// Seconds that the calling thread has spent on a processor.
package func threadProcessorSeconds() -> Double { seconds(of: CLOCK_THREAD_CPUTIME_ID) }

/// Seconds that all threads of this process have spent on a processor.
func processorSeconds() -> Double { seconds(of: CLOCK_PROCESS_CPUTIME_ID) }

private func seconds(of clock: clockid_t) -> Double {
  var time = timespec()
  unsafe clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
