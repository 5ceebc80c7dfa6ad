private import Dispatch
internal import FileSystem
private import Glibc
private import Synchronization

/// The right to coordinate a sweep directory.
///
/// The lock file names its owner: host and boot, process, and a count that the owner raises while
/// it lives. On the owner's own host the kernel is asked whether it lives; on another host the
/// count is watched. No clock of another machine is trusted.
///
/// The owner raises the count in its own file, never under the name: an owner that slept while its
/// lock was taken over cannot touch the new owner's, and learns of it at its next beat. Of several
/// that want to take over from one dead owner, one becomes its heir; see ``inherit(from:_:_:)``.
public final class DirectoryLock: Sendable {
  private struct State {
    var owner: LockOwner
    var isReleased = false
    var loss: OrchestrationError?
  }

  private let path: String
  private let state: Mutex<State>
  private let descriptor: Int32
  private let identity: Files.Identity

  /// How long an owner elsewhere may be silent before it counts as gone, in seconds.
  private static let patience = 15.0
  /// How long to wait for an owner here that is about to end, in seconds.
  private static let courtesy = 3.0
  /// How often a lock that is kept beats: several times within the patience of others.
  private static let interval = DispatchTimeInterval.seconds(2)

  /// Opens the file that this process just gave the lock's name to.
  private init(path: String, own: String, owner: LockOwner) throws(FileError) {
    self.path = path
    state = Mutex(State(owner: owner))
    guard let identity = try Files.identity(of: own) else {
      throw FileError(operation: "open", path: own, code: ENOENT)
    }
    self.identity = identity
    descriptor = unsafe open(own.systemCString, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: own, code: errno) }
    TemporaryFiles.add(path, identity: identity)
  }

  deinit { close(descriptor) }

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
    try acquire(path, patience: patience, note: note)
  }

  /// Takes the lock as ``acquire(_:note:)`` does, with another patience.
  static func acquire(
    _ path: String, patience: Double, note: (String) -> Void = { _ in }
  ) throws(OrchestrationError) -> DirectoryLock {
    var watch = OwnerWatch(patience: patience)
    var isNoted = false
    let start = monotonicSeconds()
    while true {
      do {
        if let lock = try create(path) { return lock }
        guard let found = try LockFile.read(path) else {
          // It vanished in between, or its owner is on a file system that shows it late.
          if monotonicSeconds() - start > patience {
            throw OrchestrationError.locked(
              path: path, owner: "an owner that cannot be read; remove the file")
          }
          pause()
          continue
        }
        switch watch.judge(found) {
        case .dead:
          if let lock = try inherit(from: found, path, &watch) { return lock }
        case .alive:
          if found.owner?.isAlive == nil || monotonicSeconds() - start > courtesy {
            throw OrchestrationError.locked(path: path, owner: found.summary)
          }
        case .unknown: break
        }
        if !isNoted { note("waiting for the lock of \(found.summary)") }
        isNoted = true
        pause()
      } catch {
        throw OrchestrationError(error)
      }
    }
  }

  /// Who holds a lock, in words; nil when nobody does, or when its owner is known to be dead.
  ///
  /// - Throws: ``OrchestrationError/file(_:)`` where that cannot be told.
  public static func livingOwner(of path: String) throws(OrchestrationError) -> String? {
    let found: LockFile?
    do { found = try LockFile.read(path) } catch { throw .file(error) }
    guard let owner = found?.owner else { return nil }
    return owner.isAlive == false ? nil : owner.summary
  }

  /// Waits until nobody holds any of these locks, and removes those of dead owners.
  ///
  /// Owners elsewhere are watched all at once: many that died cost the time of one.
  ///
  /// - Parameters:
  ///   - paths: The lock files; those that are not there are fine.
  ///   - courtesy: How long to wait for owners that live, in seconds.
  ///   - note: Told once when there is something to wait for.
  /// - Throws: ``OrchestrationError/locked(path:owner:)`` when an owner lives on.
  public static func requireNobody(
    at paths: [String], courtesy: Double, note: (String) -> Void = { _ in }
  ) throws(OrchestrationError) {
    try requireNobody(at: paths, courtesy: courtesy, patience: patience, note: note)
  }

  /// Waits as ``requireNobody(at:courtesy:note:)`` does, with another patience.
  static func requireNobody(
    at paths: [String], courtesy: Double, patience: Double, note: (String) -> Void = { _ in }
  ) throws(OrchestrationError) {
    var watch = OwnerWatch(patience: patience)
    var (left, isNoted) = (paths, false)
    let start = monotonicSeconds()
    while true {
      var first: LockFile?
      var waiting: [String] = []
      for path in left {
        let found: LockFile?
        do {
          found = try LockFile.read(path)
          if let found, watch.judge(found) == .dead,
            let lock = try inherit(from: found, path, &watch)
          {
            lock.release()
            continue
          }
        } catch {
          throw .file(error)
        }
        guard let found else { continue }
        if watch.judge(found) == .alive, monotonicSeconds() - start >= courtesy {
          throw .locked(path: path, owner: found.summary)
        }
        first = first ?? found
        waiting.append(path)
      }
      left = waiting
      guard let first else { return }
      if !isNoted { note("waiting for the lock of \(first.summary)") }
      isNoted = true
      pause()
    }
  }

  /// Beats every two seconds from now on, until the lock is released or lost.
  ///
  /// That is nobody's task in between: a scan of many shards on a slow file system, or a long merge,
  /// must not look like a death to others.
  public func keep() {
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.interval) { [weak self] in
      guard let self, self.state.withLock({ !$0.isReleased }) else { return }
      do throws(OrchestrationError) {
        try self.beat()
        self.keep()
      } catch {
        // One look that failed says nothing; others are patient for longer than that.
        if case .file(let error) = error, error.code != ENOENT { return self.keep() }
        self.state.withLock { state in
          if !state.isReleased { state.loss = error }
        }
      }
    }
  }

  /// Why this process must stop coordinating; nil as long as it may go on.
  public var loss: OrchestrationError? { state.withLock { $0.loss } }

  /// Makes sure that this process still has the lock.
  ///
  /// Asked before every step that removes, renames or replaces what others may have made meanwhile: a
  /// process that slept does not know how long.
  ///
  /// - Throws: ``OrchestrationError/lockLost(path:owner:)`` when somebody else has it by now;
  ///   ``OrchestrationError/file(_:)`` when it is gone, or when that cannot be told.
  public func confirm() throws(OrchestrationError) {
    if let loss { throw loss }
    do {
      if try Files.identity(of: path) == identity { return }
      guard let thief = try LockFile.read(path) else {
        // The directory vanished, or somebody removed the file.
        throw OrchestrationError.file(FileError(operation: "open", path: path, code: ENOENT))
      }
      throw OrchestrationError.lockLost(path: path, owner: thief.summary)
    } catch {
      throw OrchestrationError(error)
    }
  }

  /// Shows other hosts that the owner lives; see ``keep()``.
  ///
  /// - Throws: ``OrchestrationError/lockLost(path:owner:)`` when somebody else has the lock by now,
  ///   because this process was silent for too long; ``OrchestrationError/file(_:)`` when it is gone.
  public func beat() throws(OrchestrationError) {
    try confirm()
    let (line, offset) = state.withLock { state in
      state.owner.beat += 1
      let line = state.owner.beatBytes
      return (line, state.owner.bytes.count - line.count)
    }
    // A failure shows when a shard or the results cannot be written either.
    _ = unsafe line.withUnsafeBytes { bytes in
      unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, offset)
    }
    fsync(descriptor)
  }

  /// Gives the lock back; one that somebody else has by now stays theirs.
  public func release() {
    state.withLock { $0.isReleased = true }
    if (try? confirm()) != nil { try? Files.remove(path) }
    TemporaryFiles.drop(path)
  }

  // MARK: Taking

  private static func create(_ path: String) throws(FileError) -> DirectoryLock? {
    // A link appears with its whole content, and to one process only, on network file systems too.
    try withOwnFile(path) { own, me throws(FileError) in
      guard try Files.link(own, as: path) else { return nil }
      return try DirectoryLock(path: path, own: own, owner: me)
    }
  }

  /// Takes the lock of a dead owner; nil when somebody else was quicker.
  ///
  /// Owners have names that are never used again. The file `PATH.heir-of-NAME` can be made once, so
  /// a dead owner has one heir at a time, and only the heir puts its own lock in the place of the
  /// dead one, after it has looked once more whether that is still there. An heir that died before
  /// it got so far is itself inherited from.
  private static func inherit(
    from dead: LockFile, _ path: String, _ watch: inout OwnerWatch
  ) throws(FileError) -> DirectoryLock? {
    var heirFile = "\(path).heir-of-\(dead.name)"
    var obsolete = [heirFile]
    var found = dead
    while let heir = try LockFile.read(heirFile) {
      guard watch.judge(heir) == .dead else { return nil }
      found = heir
      heirFile = "\(path).heir-of-\(found.name)"
      obsolete.append(heirFile)
    }
    let (last, files) = (heirFile, obsolete)
    return try withOwnFile(path) { own, me throws(FileError) in
      guard try Files.link(own, as: last) else { return nil }
      guard try LockFile.read(path)?.name == dead.name else {
        try? Files.remove(last)
        return nil
      }
      let lock = try DirectoryLock(path: path, own: own, owner: me)
      // The own file goes on under the lock's name; `last` is a second name of it. POSIX lets a
      // rename between two names of one file do nothing, but these are of two.
      try Files.rename(own, to: path)
      for file in files { try? Files.remove(file) }
      return lock
    }
  }

  /// Calls `body` with a new file that names this process, and removes the file's first name.
  private static func withOwnFile(
    _ path: String, _ body: (String, LockOwner) throws(FileError) -> DirectoryLock?
  ) throws(FileError) -> DirectoryLock? {
    let me = LockOwner.current()
    let own = Files.temporaryPath(for: path)
    try Files.create(own, containing: me.bytes)
    defer { try? Files.remove(own) }
    return try body(own, me)
  }

  private static func pause() { usleep(100_000) }
}
