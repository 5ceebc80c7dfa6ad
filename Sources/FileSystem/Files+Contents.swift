private import Glibc

extension Files {
  /// The bytes of a file from `offset`, at most `count`; fewer at the file's end.
  public static func read(
    _ path: String, from offset: Int = 0, atMost count: Int = .max
  ) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(count, 1 << 16))
    while bytes.count < count {
      let length = unsafe pread(
        descriptor, &piece, min(piece.count, count - bytes.count), offset + bytes.count)
      if length < 0 && errno == EINTR { continue }
      guard length >= 0 else { throw FileError(operation: "read", path: path, code: errno) }
      guard length > 0 else { break }
      bytes += piece[..<length]
    }
    return bytes
  }

  /// Makes a file with all of these bytes, or no file; one that exists is an error.
  public static func create(_ path: String, containing bytes: [UInt8]) throws(FileError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(operation: "create", path: path, code: errno) }
    defer { close(descriptor) }
    do {
      try write(bytes, at: 0, to: descriptor, path: path)
    } catch {
      _ = unsafe unlink(path)
      throw error
    }
  }

  /// Writes bytes over a part of an existing file.
  public static func overwrite(
    _ path: String, at offset: Int, with bytes: [UInt8]
  ) throws(FileError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { close(descriptor) }
    try write(bytes, at: offset, to: descriptor, path: path)
  }

  /// Makes or replaces a file in one step: readers see the old bytes or the new ones.
  public static func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let temporary = temporaryPath(for: path)
    try create(temporary, containing: bytes)
    do {
      try publish(temporary, as: path)
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
  }

  /// A name beside `path` that no other process, host or call uses.
  public static func temporaryPath(for path: String) -> String {
    let token = UInt64.random(in: 0...(.max))
    return "\(path).tmp-\(getpid())-\(String(token, radix: 36))"
  }

  private static func write(
    _ bytes: [UInt8], at offset: Int, to descriptor: Int32, path: String
  ) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes { buffer in
        unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, offset + written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileError(operation: "write", path: path, code: errno) }
      written += count
    }
  }
}
