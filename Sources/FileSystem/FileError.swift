internal import Glibc

/// A file operation that the operating system refused, or a file that is not what it must be.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried, for example `open`.
  public var operation: String
  /// The file or directory.
  public var path: String
  /// `errno`, or what comes next to it.
  public var code: Int32
  /// What is wrong with a file that the system would have opened; nil where the system refused.
  public var finding: String?

  /// A refusal with its `errno`, or with what was found instead of the file.
  public init(operation: String, path: String, code: Int32, finding: String? = nil) {
    self.operation = operation
    self.path = path
    self.code = code
    self.finding = finding
  }

  /// `operation: message`, or what was found, for those who say the path themselves.
  public var reason: String {
    finding ?? "\(operation): \(unsafe String(cString: strerror(code)))"
  }

  /// `path: reason`.
  public var description: String { "\(path): \(reason)" }
}
