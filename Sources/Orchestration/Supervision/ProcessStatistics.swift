internal import FileSystem

/// What the kernel says of a process in /proc/PID/stat.
struct ProcessStatistics: Hashable, Sendable {
  /// What it does.
  ///
  /// `R` running, `S` sleeping, `D` waiting for a disk, `T` stopped, `Z` ended but not reaped.
  var state: String
  /// Time on a processor, its own and the kernel's, in clock ticks.
  var processorTicks: Int
  /// Start in clock ticks since boot.
  var started: String
}

extension ProcessStatistics {
  /// The statistics now; nil when there is no such process.
  init?(of process: Int32) {
    guard let bytes = try? Files.read("/proc/\(process)/stat") else { return nil }
    // The second field, the command in parentheses, may hold anything.
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19, let user = Int(fields[11]), let system = Int(fields[12]) else {
      return nil
    }
    state = String(fields[0])
    processorTicks = user + system
    started = String(fields[19])
  }
}
