/// Whether a directory's file system does what sweeps ask of it.
///
/// Each check works with files of its own in the directory, and removes them.
public struct FileSystemCheck: Sendable {
  /// The directory.
  public let directory: String

  /// A check of a directory; nothing is touched yet.
  public init(directory: String) { self.directory = directory }

  /// Makes a file and reads it back.
  ///
  /// - Throws: ``FileError``.
  public func writeAndRead() throws(FileError) {
    try withFile { path throws(FileError) in
      let found = try Files.read(path)
      guard found == Self.content else { throw FileError(operation: "read", path: path, code: 5) }
    }
  }

  /// Gives a file a second name; the second time the name must be refused, because a lock is made
  /// of that.
  ///
  /// - Throws: ``FileError``.
  public func hardLink() throws(FileError) {
    try withFile { path throws(FileError) in
      let second = path + "-link"
      defer { try? Files.remove(second) }
      guard try Files.link(path, as: second), try Files.read(second) == Self.content,
        try !Files.link(path, as: second)
      else { throw FileError(operation: "link", path: second, code: 5) }
    }
  }

  /// Renames a file over another one; the name must have the new content, and the old name be gone.
  ///
  /// - Throws: ``FileError``.
  public func renameOverAnother() throws(FileError) {
    try withFile { path throws(FileError) in
      let target = path + "-renamed"
      defer { try? Files.remove(target) }
      try Files.create(target, containing: [0])
      try Files.rename(path, to: target)
      guard try !Files.exists(path), try Files.read(target) == Self.content else {
        throw FileError(operation: "rename", path: target, code: 5)
      }
    }
  }

  /// Synchronizes a file and the directory.
  ///
  /// - Throws: ``FileError``.
  public func synchronize() throws(FileError) {
    try withFile { path throws(FileError) in
      try Files.synchronize(path)
      try Files.synchronize(directory)
    }
  }

  private static let content = Array("a file of thalweg doctor\n".utf8)

  private func withFile(_ body: (String) throws(FileError) -> Void) throws(FileError) {
    let path = Files.temporaryPath(for: directory + "/doctor")
    defer { try? Files.remove(path) }
    try Files.create(path, containing: Self.content)
    try body(path)
  }
}
