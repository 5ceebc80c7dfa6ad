internal import FileSystem
private import Glibc
internal import Shards

/// A sweep's directory as a worker knows it: until another sweep is put there, by `--extend`.
///
/// Workers have no lock. What they must not do is to put files of one sweep among those of another.
final class HeldDirectory: Sendable {
  private let manifest: HeldFile

  /// Holds the directory of a session.
  ///
  /// - Throws: ``Shards/ShardError/foreign(path:)`` where another sweep is there already.
  init(_ session: SweepSession) throws(ShardError) {
    let path = session.directory.manifest
    do {
      manifest = try HeldFile(path)
      guard try Files.read(path) == session.manifest.json else {
        throw ShardError.foreign(path: path)
      }
    } catch {
      throw ShardError(error)
    }
  }

  /// Makes sure that the sweep is still there; asked before every step that replaces or removes.
  ///
  /// - Throws: ``Shards/ShardError`` where it is not, or where that cannot be told.
  func confirm() throws(ShardError) {
    do {
      guard try !manifest.hasItsName else { return }
      guard try Files.exists(manifest.path) else {
        throw FileError(operation: "stat", path: manifest.path, code: ENOENT)
      }
      throw ShardError.foreign(path: manifest.path)
    } catch {
      throw ShardError(error)
    }
  }
}
