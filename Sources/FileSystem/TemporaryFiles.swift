private import Glibc
private import Synchronization

/// The files that must not outlive this process: those under temporary names, and its locks.
///
/// A signal that ends the program in the midst of a step has them removed first, by another thread
/// than the one that writes them.
public enum TemporaryFiles {
  private struct State {
    /// With the identity that a file must still have, for names that others may use too.
    var paths: [String: Files.Identity?] = [:]
    var isOver = false
  }

  private static let state = Mutex(State())

  /// From now on the file is removed when the program is ended, if it still is this one.
  ///
  /// - Parameters:
  ///   - path: The file, which need not be there yet.
  ///   - identity: What it must be then; nil where no other process uses the name.
  public static func add(_ path: String, identity: Files.Identity? = nil) {
    pauseIfOver()
    state.withLock { $0.paths[path] = .some(identity) }
  }

  /// The file has another name by now, or is gone.
  public static func drop(_ path: String) {
    pauseIfOver()
    state.withLock { $0.paths[path] = nil }
  }

  /// Removes all of them; whoever makes, names or drops one afterwards waits for the program's end.
  public static func removeAll() {
    state.withLock { state in
      state.isOver = true
      for (path, identity) in state.paths
      where identity == nil || (try? Files.identity(of: path)) == identity {
        _ = unsafe unlink(path.systemCString)
      }
    }
  }

  private static func pauseIfOver() {
    while state.withLock({ $0.isOver }) { pause() }
  }
}
