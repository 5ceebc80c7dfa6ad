private import Glibc

extension Files {
  /// The bytes of whatever a path leads to, one after the other as a pipe has them, at most `count`.
  ///
  /// - Parameters:
  ///   - path: A file, a FIFO, a device; `-` is standard input.
  ///   - count: The most bytes to read.
  /// - Returns: The bytes; fewer than `count` only at the end.
  /// - Throws: ``FileError``.
  public static func readStream(_ path: String, atMost count: Int) throws(FileError) -> [UInt8] {
    let isInput = path == "-"
    let descriptor = isInput ? STDIN_FILENO : unsafe open(path.systemCString, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { if !isInput { close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < count {
      let length = unsafe Glibc.read(descriptor, &piece, min(piece.count, count - bytes.count))
      if length < 0 && errno == EINTR { continue }
      guard length >= 0 else { throw FileError(operation: "read", path: path, code: errno) }
      if length == 0 { break }
      bytes += piece[..<length]
    }
    return bytes
  }
}
