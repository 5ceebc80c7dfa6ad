private import Glibc

/// A regular file, open for reading.
///
/// Opening never waits and is itself the look: a FIFO nobody writes to, a device that never ends, a
/// socket or a directory is refused at once, whatever had the name a moment before.
public struct RegularFile: ~Copyable {
  /// The path it was opened by.
  public let path: String
  private let descriptor: Int32
  /// Bytes it had when it was opened; 0 for files that the kernel makes up, as in `/proc`.
  public let byteCount: Int

  /// Opens a file.
  ///
  /// - Throws: ``FileError``.
  public init(_ path: String) throws(FileError) {
    let descriptor = unsafe open(path.systemCString, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      // A socket cannot be opened at all; what it is says more than why.
      let code = errno
      throw FileError(
        operation: "open", path: path, code: code,
        finding: code == ENXIO ? Self.finding(status(of: path)) : nil)
    }
    var information = stat()
    guard unsafe fstat(descriptor, &information) == 0 else {
      let code = errno
      close(descriptor)
      throw FileError(operation: "stat", path: path, code: code)
    }
    if let finding = Self.finding(information) {
      close(descriptor)
      let code = information.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
      throw FileError(operation: "open", path: path, code: code, finding: finding)
    }
    self.path = path
    self.descriptor = descriptor
    byteCount = Int(information.st_size)
  }

  deinit { close(descriptor) }

  /// What something is in place of a regular file; nil for a regular file.
  private static func finding(_ information: stat?) -> String? {
    guard let information else { return nil }
    let kind: String
    switch information.st_mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFDIR: kind = "a directory"
    case S_IFIFO: kind = "a FIFO"
    case S_IFSOCK: kind = "a socket"
    case S_IFCHR, S_IFBLK: kind = "a device"
    default: kind = "something else"
    }
    return "this is \(kind), not a regular file"
  }

  /// Up to `count` bytes from `offset`; fewer only at the end.
  ///
  /// - Throws: ``FileError``.
  public func read(from offset: Int, atMost count: Int) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(FileError) {
        filled = try unsafe read(into: buffer, from: offset)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Fills a buffer with bytes from `offset`.
  ///
  /// - Returns: How many there are; fewer than the buffer holds only at the end of the file.
  /// - Throws: ``FileError``.
  public func read(
    into buffer: UnsafeMutableBufferPointer<UInt8>, from offset: Int
  ) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let length = unsafe pread(
        descriptor, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled,
        offset + filled)
      if length < 0 && errno == EINTR { continue }
      guard length >= 0 else { throw FileError(operation: "read", path: path, code: errno) }
      guard length > 0 else { break }
      filled += length
    }
    return filled
  }
}

/// What the file system says of a name; nil where there is nothing.
private func status(of path: String) -> stat? {
  var information = stat()
  return unsafe stat(path.systemCString, &information) == 0 ? information : nil
}
