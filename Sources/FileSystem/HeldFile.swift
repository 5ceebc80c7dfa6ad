private import Glibc

/// A file that is kept open, to tell whether its name is still its own.
///
/// While it is open no other file can get its number.
public final class HeldFile: Sendable {
  /// The name it was opened under.
  public let path: String
  private let descriptor: Int32
  private let identity: Files.Identity

  /// Opens a file for reading.
  ///
  /// - Throws: ``FileError``.
  public init(_ path: String) throws(FileError) {
    self.path = path
    let descriptor = unsafe open(path.systemCString, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    var information = stat()
    guard unsafe fstat(descriptor, &information) == 0 else {
      let code = errno
      close(descriptor)
      throw FileError(operation: "look", path: path, code: code)
    }
    self.descriptor = descriptor
    identity = Files.Identity(information)
  }

  deinit { close(descriptor) }

  /// Whether the name still leads to this file.
  ///
  /// - Throws: ``FileError`` where that cannot be told.
  public var hasItsName: Bool {
    get throws(FileError) { try Files.identity(of: path) == identity }
  }
}
