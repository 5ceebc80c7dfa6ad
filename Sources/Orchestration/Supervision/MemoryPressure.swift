internal import FileSystem

/// Whether the kernel has killed a process for lack of memory, as far as it says so.
struct MemoryPressure {
  /// A count that the kernel keeps.
  private struct Counter {
    var path: String
    /// Whether it counts this control group only, not the whole machine.
    var isOurs: Bool
    var count: Int
  }

  private var counter: Counter?

  /// The counter of this process's control group; where that has none, the machine's.
  ///
  /// - Parameter root: Where `proc` and `sys` are.
  init(root: String = "") {
    let groups = Self.groups(
      String(decoding: Self.contents("\(root)/proc/self/cgroup"), as: UTF8.self))
    let files =
      groups.unified.map { "/sys/fs/cgroup\($0)/memory.events" }
      + groups.memory.map { "/sys/fs/cgroup/memory\($0)/memory.oom_control" }
      // In a container the name may be that of the host, and the directory its own.
      + ["/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"]
    for path in files.map({ root + $0 }) {
      guard let count = Self.count(in: path) else { continue }
      counter = Counter(path: path, isOurs: true, count: count)
      return
    }
    let path = "\(root)/proc/vmstat"
    counter = Self.count(in: path).map { Counter(path: path, isOurs: false, count: $0) }
  }

  /// What the kernel has done since this was asked last, in words; nil where it has killed nobody.
  mutating func newKill() -> String? {
    guard let before = counter, let count = Self.count(in: before.path) else { return nil }
    counter?.count = count
    guard count > before.count else { return nil }
    return before.isOurs
      ? "out of memory: the kernel has killed a process of this job for it; fewer --workers need less"
      : "perhaps out of memory: the kernel has killed a process of this machine for it just now"
  }

  /// The control groups that `/proc/self/cgroup` names, of the unified hierarchy and of memory's own.
  private static func groups(_ text: String) -> (unified: [String], memory: [String]) {
    var (unified, memory): ([String], [String]) = ([], [])
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let name = parts[2] == "/" ? "" : String(parts[2])
      if parts[1].isEmpty { unified.append(name) }
      if parts[1].split(separator: ",").contains("memory") { memory.append(name) }
    }
    return (unified, memory)
  }

  /// The number of the line `oom_kill NUMBER`.
  private static func count(in path: String) -> Int? {
    for line in String(decoding: contents(path), as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2, words[0] == "oom_kill" { return Int(words[1]) }
    }
    return nil
  }

  private static func contents(_ path: String) -> [UInt8] { (try? Files.read(path)) ?? [] }
}
