/// Why a file is not a regression problem.
public struct ProblemFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, as its path was given.
  public var path: String
  /// What is wrong, naming the dataset.
  public var reason: String
  /// The way out, or nil.
  public var hint: String?

  /// An error about the file at `path`.
  public init(path: String, reason: String, hint: String? = nil) {
    self.path = path
    self.reason = reason
    self.hint = hint
  }

  /// `path: reason; hint`.
  public var description: String { "\(path): \(reason)" + (hint.map { "; \($0)" } ?? "") }
}
