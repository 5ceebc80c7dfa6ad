private import Glibc

extension Files {
  /// What a file that is read whole may hold, unless the caller knows better: 1 GiB.
  public static let usualLimit = 1 << 30

  /// All bytes of a regular file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: A file of more bytes is refused before any of it is read.
  /// - Returns: The bytes.
  /// - Throws: ``FileError``.
  public static func read(_ path: String, limit: Int = usualLimit) throws(FileError) -> [UInt8] {
    let file = try RegularFile(path)
    guard file.byteCount <= limit else { throw tooLarge(path, file.byteCount, limit) }
    let bytes = try read(file, from: 0, atMost: limit + 1)
    guard bytes.count <= limit else { throw tooLarge(path, bytes.count, limit) }
    return bytes
  }

  private static func tooLarge(_ path: String, _ count: Int, _ limit: Int) -> FileError {
    FileError(
      operation: "read", path: path, code: EFBIG,
      finding: "this file has \(count) bytes or more, where at most \(limit) can be right")
  }

  /// The bytes of a regular file from `offset`, at most `count`; fewer at the file's end.
  ///
  /// - Throws: ``FileError``.
  public static func read(
    _ path: String, from offset: Int = 0, atMost count: Int
  ) throws(FileError) -> [UInt8] {
    try read(try RegularFile(path), from: offset, atMost: count)
  }

  private static func read(
    _ file: borrowing RegularFile, from offset: Int, atMost count: Int
  ) throws(FileError) -> [UInt8] {
    // What the file is known to hold at once, then whatever comes until its end.
    let expected = max(0, min(count, file.byteCount - offset))
    var bytes = try file.read(from: offset, atMost: expected)
    while bytes.count < count {
      let piece = try file.read(
        from: offset + bytes.count, atMost: min(count - bytes.count, 1 << 16))
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }

  /// All bytes of a regular file; nil where there is nothing.
  ///
  /// - Throws: ``FileError``, as ``read(_:limit:)`` does.
  public static func read(
    ifThere path: String, limit: Int = usualLimit
  ) throws(FileError) -> [UInt8]? {
    do {
      return try read(path, limit: limit)
    } catch {
      guard error.operation == "open", error.code == ENOENT || error.code == ENOTDIR else {
        throw error
      }
      return nil
    }
  }

  /// Makes or replaces a file with the bytes of a regular one, in one step and piece by piece.
  ///
  /// - Throws: ``FileError``; what was there before is untouched then.
  public static func copy(_ source: String, to path: String) throws(FileError) {
    let file = try RegularFile(source)
    let temporary = temporaryPath(for: path)
    try create(temporary, containing: [])
    do {
      var count = 0
      while true {
        let piece = try file.read(from: count, atMost: 1 << 20)
        if piece.isEmpty { break }
        try overwrite(temporary, at: count, with: piece)
        count += piece.count
      }
      try publish(temporary, as: path)
    } catch {
      try? remove(temporary)
      throw error
    }
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
