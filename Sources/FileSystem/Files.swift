internal import Glibc

/// File operations with errors that name operation, path and cause.
public enum Files {
  /// Whether something is at `path`, through links.
  ///
  /// - Throws: ``FileError`` where that cannot be told, which is another thing than no.
  public static func exists(_ path: String) throws(FileError) -> Bool {
    try information(of: path) != nil
  }

  /// The size of a file in bytes; nil when there is no regular file.
  ///
  /// - Throws: ``FileError`` where that cannot be told.
  public static func size(of path: String) throws(FileError) -> Int? {
    guard let found = try information(of: path), found.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(found.st_size)
  }

  /// What the system says of what is at `path`, through links unless `followsLinks` is false; nil
  /// where nothing is.
  static func information(
    of path: String, followsLinks: Bool = true
  ) throws(FileError) -> stat? {
    var information = stat()
    let code =
      followsLinks
      ? unsafe stat(path.systemCString, &information)
      : unsafe lstat(path.systemCString, &information)
    if code == 0 { return information }
    // A path through a file leads nowhere either.
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw FileError(operation: "look", path: path, code: errno)
  }

  /// Bytes that an ordinary user may still write where `path` is; nil when that cannot be told.
  public static func freeBytes(at path: String) -> Int? {
    var information = statvfs()
    guard unsafe statvfs(path.systemCString, &information) == 0 else { return nil }
    return Int(information.f_bavail) * Int(information.f_frsize)
  }

  /// The names in a directory, sorted; empty when there is no such directory.
  public static func names(in directory: String) throws(FileError) -> [String] {
    guard let stream = unsafe opendir(directory.systemCString) else {
      if errno == ENOENT { return [] }
      throw FileError(operation: "open", path: directory, code: errno)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      // The end and a failure look alike but for this.
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(systemCString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw FileError(operation: "read", path: directory, code: errno) }
    return names.sorted()
  }

  /// Makes a directory and those above it; one that exists is fine.
  public static func makeDirectory(_ path: String) throws(FileError) {
    if path.isEmpty { return }
    let isMade = unsafe mkdir(path.systemCString, 0o777) == 0
    let code = errno
    if isMade || code == EEXIST { return }
    guard code == ENOENT, let slash = path.lastSlash, slash > path.startIndex else {
      throw FileError(operation: "make directory", path: path, code: code)
    }
    try makeDirectory(String(path[..<slash]))
    guard unsafe mkdir(path.systemCString, 0o777) == 0 || errno == EEXIST else {
      throw FileError(operation: "make directory", path: path, code: errno)
    }
  }

  /// Removes a file; one that is not there is fine.
  public static func remove(_ path: String) throws(FileError) {
    defer { TemporaryFiles.drop(path) }
    guard unsafe unlink(path.systemCString) == 0 || errno == ENOENT else {
      throw FileError(operation: "remove", path: path, code: errno)
    }
  }

  /// Gives a file another name in the same file system, replacing what has it.
  public static func rename(_ path: String, to newPath: String) throws(FileError) {
    defer { TemporaryFiles.drop(path) }
    guard unsafe Glibc.rename(path.systemCString, newPath.systemCString) == 0 else {
      throw FileError(operation: "rename", path: path, code: errno)
    }
  }

  /// Gives a file a second name; false when something has that name already.
  public static func link(_ path: String, as newPath: String) throws(FileError) -> Bool {
    if unsafe Glibc.link(path.systemCString, newPath.systemCString) == 0 { return true }
    guard errno == EEXIST else {
      throw FileError(operation: "link", path: newPath, code: errno)
    }
    return false
  }

  /// Hands a file's or directory's data to the disk.
  public static func synchronize(_ path: String) throws(FileError) {
    let descriptor = unsafe open(path.systemCString, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw FileError(operation: "synchronize", path: path, code: errno)
    }
  }

  /// Moves a finished temporary file to its final name: synchronized, renamed, and the directory
  /// synchronized, so that a file with the final name is always complete.
  ///
  /// Only a file is ever replaced: no link, device, FIFO or directory.
  public static func publish(_ temporary: String, as path: String) throws(FileError) {
    try checkReplacing(path)
    try synchronize(temporary)
    try rename(temporary, to: path)
    try synchronize(directory(of: path))
  }

  /// A path from the root, for one that may count from the working directory.
  public static func absolutePath(_ path: String) -> String {
    if isAbsolute(path) { return path }
    guard let here = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(here) }
    return unsafe String(systemCString: here) + "/" + path
  }

  /// The directory part of a path; `.` where there is none.
  public static func directory(of path: String) -> String {
    guard let slash = path.lastSlash else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  public static func name(of path: String) -> String {
    path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path
  }

  /// Whether a path counts from the root.
  public static func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }
}

extension String {
  /// Where the name in a path begins; a character may hold more than its slash.
  fileprivate var lastSlash: String.Index? { utf8.lastIndex(of: UInt8(ascii: "/")) }
}
