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
    Self.isShown ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
  }

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
