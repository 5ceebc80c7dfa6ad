internal import Foundation

/// The processes, other than this one, that have `text` in one of their arguments.
public func processes(mentioning text: String) -> [Int32] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return names.compactMap { Int32($0) }.filter { process in
    process != getpid() && contents("/proc/\(process)/cmdline").contains(text)
  }
}

/// Whether a process runs: it exists, and is no zombie whose parent has not looked yet.
public func isRunning(_ process: Int32) -> Bool {
  !contents("/proc/\(process)/cmdline").isEmpty
}

private func contents(_ path: String) -> String {
  // FileManager trusts the size of a file, which is 0 in /proc.
  let data = try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)).readToEnd()
  return String(decoding: data ?? Data(), as: UTF8.self)
}
