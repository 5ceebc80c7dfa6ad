internal import Glibc

extension Files {
  /// What lies under a name, itself and not what it may point to.
  public enum Kind: Hashable, Sendable {
    /// A regular file.
    case file
    /// A directory.
    case directory
    /// A symbolic link.
    case link
    /// A FIFO.
    case pipe
    case device
    case socket

    /// What it is called, with its article, as in `a link`.
    public var words: String {
      switch self {
      case .file: "a file"
      case .directory: "a directory"
      case .link: "a link"
      case .pipe: "a FIFO"
      case .device: "a device"
      case .socket: "a socket"
      }
    }
  }

  /// What has a name now; nil where nothing has.
  ///
  /// - Throws: ``FileError`` where that cannot be told.
  public static func kind(of path: String) throws(FileError) -> Kind? {
    try information(of: path, followsLinks: false).map(kind)
  }

  /// What a name leads to, through links; nil where that is nothing.
  ///
  /// - Throws: ``FileError`` where that cannot be told.
  public static func kind(behind path: String) throws(FileError) -> Kind? {
    try information(of: path).map(kind)
  }

  private static func kind(_ found: stat) -> Kind {
    switch found.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    case S_IFLNK: .link
    case S_IFIFO: .pipe
    case S_IFSOCK: .socket
    default: .device
    }
  }

  /// Whether a path leads to the root directory; one that leads nowhere does not.
  public static func isRoot(_ path: String) -> Bool {
    guard let found = try? information(of: path), let root = try? information(of: "/") else {
      return false
    }
    return Identity(found) == Identity(root)
  }

  /// Refuses to put a file in the place of what is none: a link, a device, a FIFO, a directory.
  static func checkReplacing(_ path: String) throws(FileError) {
    guard let kind = try kind(of: path), kind != .file else { return }
    throw FileError(operation: "replace \(kind.words)", path: path, code: EEXIST)
  }

  /// What tells a file from every other one of its file system while it exists.
  public struct Identity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64

    init(_ information: stat) {
      device = UInt64(information.st_dev)
      number = UInt64(information.st_ino)
    }
  }

  /// The identity of the file that has a name now; nil where there is none.
  ///
  /// The file is opened, because a network file system may answer anything less from memory.
  ///
  /// - Throws: ``FileError`` where that cannot be told.
  public static func identity(of path: String) throws(FileError) -> Identity? {
    let descriptor = unsafe open(path.systemCString, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw FileError(operation: "open", path: path, code: errno)
    }
    defer { close(descriptor) }
    var information = stat()
    guard unsafe fstat(descriptor, &information) == 0 else {
      throw FileError(operation: "look", path: path, code: errno)
    }
    return Identity(information)
  }
}
