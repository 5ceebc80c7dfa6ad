public import FileSystem

/// The size of one read, in bytes.
private let bufferByteCount = 1 << 20

extension SHA256Digest {
  /// The digest of a regular file, or of a part of it, read piece by piece.
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
    let file = try RegularFile(path)
    var hasher = SHA256Hasher()
    var buffer = [UInt8](repeating: 0, count: bufferByteCount)
    var position = offset
    var remaining = maximumByteCount ?? .max
    while remaining > 0 {
      let wanted = min(remaining, bufferByteCount)
      let count = try unsafe buffer.withUnsafeMutableBufferPointer { buffer throws(FileError) in
        try unsafe file.read(into: .init(rebasing: buffer[..<wanted]), from: position)
      }
      hasher.update(buffer.span.extracting(first: count))
      guard count == wanted else { break }
      position += count
      remaining -= count
    }
    return hasher.finalize()
  }
}
