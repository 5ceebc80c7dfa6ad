private import Glibc

extension Files {
  /// The bytes of a file from `offset`, at most `count`; fewer at the file's end.
  public static func read(
    _ path: String, from offset: Int = 0, atMost count: Int = .max
  ) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path.systemCString, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { close(descriptor) }
    var information = stat()
    let isRegular =
      unsafe fstat(descriptor, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    let expected = isRegular ? max(0, min(count, Int(information.st_size) - offset)) : 0
    // What the file is known to hold at once, then whatever comes until its end.
    var bytes = try readPiece(descriptor, at: offset, atMost: expected, path)
    while bytes.count < count {
      let piece = try readPiece(
        descriptor, at: offset + bytes.count, atMost: min(count - bytes.count, 1 << 16), path)
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }

  /// The bytes of a file, at most `count`; nil where there is none.
  public static func read(
    ifThere path: String, atMost count: Int = .max
  ) throws(FileError) -> [UInt8]? {
    do {
      return try read(path, atMost: count)
    } catch {
      guard error.operation == "open", error.code == ENOENT || error.code == ENOTDIR else {
        throw error
      }
      return nil
    }
  }

  /// Up to `count` bytes; fewer only at the end.
  private static func readPiece(
    _ descriptor: Int32, at offset: Int, atMost count: Int, _ path: String
  ) throws(FileError) -> [UInt8] {
    var code: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let length = unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled,
          offset + filled)
        if length < 0 && errno == EINTR { continue }
        if length < 0 { code = errno }
        guard length > 0 else { break }
        filled += length
      }
    }
    guard code == 0 else { throw FileError(operation: "read", path: path, code: code) }
    return bytes
  }

  /// Makes a file with all of these bytes, or no file; one that exists is an error.
  public static func create(_ path: String, containing bytes: [UInt8]) throws(FileError) {
    let descriptor = unsafe open(path.systemCString, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(operation: "create", path: path, code: errno) }
    defer { close(descriptor) }
    do {
      try write(bytes, at: 0, to: descriptor, path: path)
    } catch {
      try? remove(path)
      throw error
    }
  }

  /// Writes bytes over a part of an existing file.
  public static func overwrite(
    _ path: String, at offset: Int, with bytes: [UInt8]
  ) throws(FileError) {
    let descriptor = unsafe open(path.systemCString, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { close(descriptor) }
    try write(bytes, at: offset, to: descriptor, path: path)
  }

  /// Adds bytes to the end of a file, which is made if need be; short ones arrive as a whole also
  /// where several processes write.
  public static func append(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    let descriptor = unsafe open(
      path.systemCString, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { close(descriptor) }
    let count = unsafe Glibc.write(descriptor, bytes, bytes.count)
    guard count == bytes.count else {
      throw FileError(operation: "write", path: path, code: count < 0 ? errno : ENOSPC)
    }
  }

  /// Makes or replaces a file in one step: readers see the old bytes or the new ones.
  public static func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let temporary = temporaryPath(for: path)
    try create(temporary, containing: bytes)
    do {
      try publish(temporary, as: path)
    } catch {
      try? remove(temporary)
      throw error
    }
  }

  /// Makes a file in one step, unless there is one by then: nothing is ever replaced.
  ///
  /// - Returns: Whether the file is this one.
  public static func publishFirst(
    _ path: String, containing bytes: [UInt8]
  ) throws(FileError) -> Bool {
    let temporary = temporaryPath(for: path)
    try create(temporary, containing: bytes)
    defer { try? remove(temporary) }
    try synchronize(temporary)
    guard try link(temporary, as: path) else { return false }
    try synchronize(directory(of: path))
    return true
  }

  /// A name beside `path` that no other process, host or call uses.
  ///
  /// Rename or remove the file: until then it is one of the ``TemporaryFiles``.
  public static func temporaryPath(for path: String) -> String {
    let token = UInt64.random(in: 0...(.max))
    let temporary = "\(path).tmp-\(getpid())-\(String(token, radix: 36))"
    TemporaryFiles.add(temporary)
    return temporary
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
