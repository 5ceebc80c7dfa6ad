import Glibc

/// Emphasis on a terminal; plain text elsewhere, and where `NO_COLOR` is set.
enum Style: String {
  case bold = "1"
  case red = "31"
  case green = "32"
  case yellow = "33"

  /// The text, emphasized where stdout shows it.
  ///
  /// Columns are counted before: the marks have no width.
  func applied(to text: String) -> String {
    Self.isShown ? "\(Self.mark)[\(rawValue)m\(text)\(Self.mark)[0m" : text
  }

  /// The text with its emphasis as terminals take it.
  static func shown(_ text: String) -> String {
    isShown ? text.replacing(String(mark), with: "\u{1B}") : text
  }

  /// Stands for the escape character until the text is written.
  ///
  /// The others of a text are not let through. It is another one in each process, out of those for
  /// private use, so that no file can hold it.
  private static let mark =
    Unicode.Scalar(UInt32.random(in: 0xF_0000...0xF_FFFD)) ?? "\u{E000}"

  private static let isShown =
    isatty(STDOUT_FILENO) == 1 && !isSet("NO_COLOR") && !isDumb

  private static func isSet(_ name: String) -> Bool {
    guard let value = unsafe getenv(name) else { return false }
    return unsafe value.pointee != 0
  }

  private static var isDumb: Bool {
    guard let terminal = unsafe getenv("TERM") else { return true }
    return unsafe strcmp(terminal, "dumb") == 0
  }
}
