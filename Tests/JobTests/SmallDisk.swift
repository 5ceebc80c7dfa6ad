import TestSupport
import Testing

/// A disk of its own for one test, in memory; mounting needs root.
final class SmallDisk {
  /// Where it is.
  let path: String
  private let directory = TemporaryDirectory()

  /// What `mount` refused.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// An empty disk of so many KiB.
  init(kibibytes: Int) throws {
    path = directory.path
    try mount("-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs")
  }

  deinit { _ = try? runProcess("/usr/bin/env", ["umount", "--lazy", path]) }

  /// Makes the disk larger or smaller; what is on it stays.
  func resize(kibibytes: Int) throws { try mount("-o", "remount,size=\(kibibytes)k") }

  /// Forbids writing, or allows it again.
  func setReadOnly(_ isReadOnly: Bool) throws {
    try mount("-o", "remount,\(isReadOnly ? "ro" : "rw")")
  }

  private func mount(_ arguments: String...) throws {
    let result = try runProcess("/usr/bin/env", ["mount"] + arguments + [path])
    guard result.exitCode == 0 else {
      throw Refusal(description: "a small disk must be mounted, as root: \(result.standardError)")
    }
  }
}
