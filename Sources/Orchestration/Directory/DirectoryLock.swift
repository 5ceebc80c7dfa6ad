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
  private let identity: Files.Identity?

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
    descriptor = unsafe open(own, O_WRONLY | O_CLOEXEC)
    identity = Files.identity(of: own)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: own, code: errno) }
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
        guard let found = LockFile(path) else {
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
      } catch let error as FileError {
        throw .file(error)
      } catch let error as OrchestrationError {
        throw error
      } catch {
        preconditionFailure("no other error is thrown: \(error)")
      }
    }
  }

  /// Who holds a lock, in words; nil when nobody does, or when its owner is known to be dead.
  public static func livingOwner(of path: String) -> String? {
    guard let owner = LockFile(path)?.owner else { return nil }
    return owner.isAlive == false ? nil : owner.summary
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
        self.state.withLock { state in
          if !state.isReleased { state.loss = error }
        }
      }
    }
  }

  /// Why this process must stop coordinating; nil as long as it may go on.
  public var loss: OrchestrationError? { state.withLock { $0.loss } }

  /// Shows other hosts that the owner lives; see ``keep()``.
  ///
  /// - Throws: ``OrchestrationError/lockLost(path:owner:)`` when somebody else has the lock by now,
  ///   because this process was silent for too long; ``OrchestrationError/file(_:)`` when it is gone.
  public func beat() throws(OrchestrationError) {
    guard isHeld else {
      guard let thief = LockFile(path) else {
        // The directory vanished, or somebody removed the file.
        throw .file(FileError(operation: "open", path: path, code: ENOENT))
      }
      throw .lockLost(path: path, owner: thief.summary)
    }
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
    if isHeld { try? Files.remove(path) }
  }

  /// Whether the name still belongs to this process's file.
  private var isHeld: Bool { identity != nil && Files.identity(of: path) == identity }

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
    while let heir = LockFile(heirFile) {
      guard watch.judge(heir) == .dead else { return nil }
      found = heir
      heirFile = "\(path).heir-of-\(found.name)"
      obsolete.append(heirFile)
    }
    let (last, files) = (heirFile, obsolete)
    return try withOwnFile(path) { own, me throws(FileError) in
      guard try Files.link(own, as: last) else { return nil }
      guard LockFile(path)?.name == dead.name else {
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

/// A lock file as it was read.
struct LockFile {
  /// Its owner; nil where the content is not that of a lock.
  let owner: LockOwner?
  /// Different for every owner there ever was.
  let name: String

  /// Reads a lock file; nil where there is none, or an empty one.
  init?(_ path: String) {
    guard let bytes = try? Files.read(path, atMost: 1 << 12), !bytes.isEmpty else { return nil }
    owner = LockOwner(bytes: bytes)
    name = owner?.token ?? "nobody"
  }

  /// The owner in words.
  var summary: String { owner?.summary ?? "an unknown owner" }
}

/// Judges owners by what the kernel says, or by their silence.
struct OwnerWatch {
  /// What is known of an owner.
  enum Judgement {
    case alive
    case dead
    /// Not yet silent for long enough.
    case unknown
  }

  /// How long an owner may be silent before it counts as dead, in seconds.
  let patience: Double
  private var seen: [String: (beat: Int, since: Double)] = [:]

  init(patience: Double) { self.patience = patience }

  mutating func judge(_ file: LockFile) -> Judgement {
    switch file.owner?.isAlive ?? nil {
    case true?: return .alive
    case false?: return .dead
    case nil:
      // Another host, or a file that is no lock of ours: only its silence tells.
      let (beat, now) = (file.owner?.beat ?? 0, monotonicSeconds())
      guard let last = seen[file.name] else {
        seen[file.name] = (beat, now)
        return .unknown
      }
      if last.beat != beat { return .alive }
      return now - last.since > patience ? .dead : .unknown
    }
  }
}
