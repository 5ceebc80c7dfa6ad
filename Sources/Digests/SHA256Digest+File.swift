public import FileSystem
internal import Glibc

/// The size of one read, in bytes.
private let bufferByteCount = 1 << 20

extension SHA256Digest {
  /// The digest of a file, or of a part of it, read piece by piece.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - offset: Where to begin, in bytes from the start; a place behind the end leaves no bytes.
  ///   - maximumByteCount: How many bytes to take at most; nil for all up to the end.
  /// - Returns: The digest of the bytes that were there.
  /// - Throws: ``FileSystem/FileError``.
  /// - Precondition: `offset` and `maximumByteCount` are not negative.
  /// - Complexity: O(n) for n bytes, with a buffer of 1 MiB.
  public static func ofFile(
    at path: String, from offset: Int = 0, maximumByteCount: Int? = nil
  ) throws(FileError) -> SHA256Digest {
    precondition(offset >= 0, "an offset is not negative")
    precondition(maximumByteCount ?? 0 >= 0, "a number of bytes is not negative")
    let descriptor = unsafe open(path.systemCString, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { _ = close(descriptor) }
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
      throw FileError(operation: "lseek", path: path, code: errno)
    }
    var hasher = SHA256Hasher()
    var buffer = [UInt8](repeating: 0, count: bufferByteCount)
    var remaining = maximumByteCount ?? .max
    while remaining > 0 {
      let count = unsafe read(descriptor, &buffer, min(remaining, bufferByteCount))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileError(operation: "read", path: path, code: errno) }
      guard count > 0 else { break }
      hasher.update(buffer.span.extracting(first: count))
      remaining -= count
    }
    return hasher.finalize()
  }
}
