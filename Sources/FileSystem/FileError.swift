internal import Glibc

/// A file operation that the operating system refused.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried, for example `open`.
  public var operation: String
  /// The file or directory.
  public var path: String
  /// `errno`.
  public var code: Int32

  /// A refusal with its `errno`.
  public init(operation: String, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// `operation: message`, for those who say the path themselves.
  public var reason: String { "\(operation): \(unsafe String(cString: strerror(code)))" }

  /// `path: operation: message`.
  public var description: String { "\(path): \(reason)" }
}
