internal import Digests
internal import FileSystem

/// A lock file as it was read.
struct LockFile {
  /// Its owner; nil where the content is not that of a lock.
  let owner: LockOwner?
  /// Different for every owner there ever was, and fit for the name of a file.
  let name: String
  /// Changes while the owner lives: its count, or whatever else stands in a file that is no lock.
  let beat: Int

  /// Reads a lock file; nil where there is none, or an empty one.
  static func read(_ path: String) throws(FileError) -> LockFile? {
    guard let bytes = try Files.read(ifThere: path, limit: 1 << 12), !bytes.isEmpty else {
      return nil
    }
    return LockFile(bytes)
  }

  private init(_ bytes: [UInt8]) {
    owner = LockOwner(bytes: bytes)
    // What stands in a file that is no lock of ours goes into no path.
    name = owner?.token ?? "nobody"
    beat = owner?.beat ?? SHA256Digest.of(bytes).bytes.prefix(7).reduce(0) { $0 << 8 | Int($1) }
  }

  /// The owner in words.
  var summary: String { owner?.summary ?? "an unknown owner" }
}
