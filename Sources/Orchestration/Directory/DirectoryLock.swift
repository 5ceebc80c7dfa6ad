internal import FileSystem
private import Glibc

/// The right to coordinate a sweep directory.
///
/// The lock file names its owner: host and boot, process, and a count that the owner raises while
/// it lives. On the owner's own host the kernel is asked whether it lives; on another host the
/// count is watched. No clock of another machine is trusted.
public final class DirectoryLock {
  private let path: String
  private var owner: LockOwner

  /// How long an owner elsewhere may be silent before it counts as gone, in seconds.
  private static let patience = 15.0
  /// How long to wait for an owner here that is about to end, in seconds.
  private static let courtesy = 3.0

  private init(path: String, owner: LockOwner) {
    self.path = path
    self.owner = owner
  }

  /// Takes the lock, from a dead owner too.
  ///
  /// - Parameters:
  ///   - path: The lock file.
  ///   - note: Told once when there is something to wait for.
  /// - Returns: The lock, held until ``release()``.
  /// - Throws: ``OrchestrationError/locked(path:owner:)`` when the owner lives.
  public static func acquire(
    _ path: String, note: (String) -> Void = { _ in }
  ) throws(OrchestrationError) -> DirectoryLock {
    let me = LockOwner.current()
    let start = monotonicSeconds()
    var seen: LockOwner?
    while true {
      do {
        if try create(path, me) { return DirectoryLock(path: path, owner: me) }
      } catch {
        throw .file(error)
      }
      guard let bytes = try? Files.read(path), !bytes.isEmpty else {
        // It vanished in between, or its owner is on a file system that shows it late.
        if monotonicSeconds() - start > patience {
          throw .locked(path: path, owner: "an owner that cannot be read; remove the file")
        }
        pause()
        continue
      }
      let found = LockOwner(bytes: bytes)
      let waited = monotonicSeconds() - start
      switch found?.isAlive ?? nil {
      case false?:
        try takeOver(path, from: found)
        continue
      case true?:
        if waited > courtesy { throw .locked(path: path, owner: found?.summary ?? "") }
      case nil:
        // Another host, or a file that is no lock of ours: only its silence tells.
        if let seen, let found, seen != found {
          throw .locked(path: path, owner: found.summary)
        }
        if waited > patience {
          try takeOver(path, from: found)
          continue
        }
      }
      if seen == nil {
        note("waiting for the lock of \(found?.summary ?? "an unknown owner")")
      }
      seen = found
      pause()
    }
  }

  /// Who holds a lock, in words; nil when nobody does, or when its owner is known to be dead.
  public static func livingOwner(of path: String) -> String? {
    guard let bytes = try? Files.read(path), let owner = LockOwner(bytes: bytes) else { return nil }
    return owner.isAlive == false ? nil : owner.summary
  }

  /// Shows other hosts that the owner lives; call every few seconds.
  public func beat() {
    owner.beat += 1
    // A failure shows when a shard or the results cannot be written either.
    try? Files.replace(path, with: owner.bytes)
  }

  /// Gives the lock back.
  public func release() {
    guard let bytes = try? Files.read(path), LockOwner(bytes: bytes)?.token == owner.token else {
      return
    }
    try? Files.remove(path)
  }

  private static func create(_ path: String, _ owner: LockOwner) throws(FileError) -> Bool {
    // A link appears with its whole content, and to one process only, on network file systems too.
    let temporary = Files.temporaryPath(for: path)
    try Files.create(temporary, containing: owner.bytes)
    defer { try? Files.remove(temporary) }
    return try Files.link(temporary, as: path)
  }

  private static func takeOver(
    _ path: String, from owner: LockOwner?
  ) throws(OrchestrationError) {
    let stale = Files.temporaryPath(for: path)
    do {
      try Files.rename(path, to: stale)
    } catch {
      // Somebody else was quicker.
      return
    }
    // If what was moved is not the dead owner's lock, a quicker process had just taken it: back.
    if let bytes = try? Files.read(stale), LockOwner(bytes: bytes)?.token != owner?.token {
      _ = try? Files.link(stale, as: path)
    }
    try? Files.remove(stale)
  }

  private static func pause() { usleep(100_000) }
}
