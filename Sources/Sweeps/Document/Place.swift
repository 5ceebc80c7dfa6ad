/// A position in a text that the user wrote: a sweep file or an override on the command line.
public struct Place: Hashable, Sendable {
  /// The file's path as the user gave it, or the whole `--set` argument.
  public var source: String
  /// Line, counted from 1.
  public var line: Int
  /// Column in Unicode scalars, counted from 1.
  public var column: Int

  /// A position; `line` and `column` count from 1.
  public init(source: String, line: Int, column: Int) {
    self.source = source
    self.line = line
    self.column = column
  }
}
