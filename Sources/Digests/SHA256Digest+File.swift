public import FileSystem
private import Glibc

extension SHA256Digest {
  /// The digest of a file from byte `offset` to its end, read in pieces of 1 MiB.
  ///
  /// - Throws: ``FileError`` where the file cannot be read.
  public static func ofFile(at path: String, from offset: Int = 0) throws(FileError) -> SHA256Digest {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { close(descriptor) }
    var hasher = SHA256Hasher()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var position = offset
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe pread(descriptor, bytes.baseAddress, bytes.count, position)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileError(operation: "read", path: path, code: errno) }
      guard count > 0 else { return hasher.finalize() }
      unsafe buffer.withUnsafeBytes { bytes in
        unsafe hasher.update(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      }
      position += count
    }
  }
}
