private import Glibc

extension Files {
  /// Lets the operating system forget what it keeps of a file in memory, so that the next reader gets
  /// it from the disk; a wish, not a promise.
  public static func forgetCached(_ path: String) {
    let descriptor = unsafe open(path.systemCString, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
  }

  /// Removes a directory that holds nothing; any other is left as it is.
  public static func removeDirectory(ifEmpty path: String) {
    _ = unsafe rmdir(path.systemCString)
  }

  /// Makes or replaces a file in one step without waiting for the disk: for what may be lost.
  public static func replaceVolatile(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let temporary = temporaryPath(for: path)
    try create(temporary, containing: bytes)
    do {
      try rename(temporary, to: path)
    } catch {
      try? remove(temporary)
      throw error
    }
  }
}
