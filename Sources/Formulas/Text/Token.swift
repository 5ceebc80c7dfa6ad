/// The smallest piece of a text that means something.
struct Token {
  enum Content: Equatable {
    /// A name or a word of Python.
    case word(String)
    /// A number; `whole` where it is written without point and exponent and fits.
    case number(Double, whole: Int?)
    /// An operator or a bracket, as written.
    case symbol(String)
  }

  var content: Content
  var span: TextSpan

  /// Whether it is this operator or bracket.
  func isSymbol(_ text: String) -> Bool { content == .symbol(text) }

  /// Whether it is this word.
  func isWord(_ text: String) -> Bool { content == .word(text) }
}

/// A line as Python sees it: one that goes on inside brackets is one line.
struct LogicalLine {
  /// Blanks at its start; a tab goes to the next multiple of eight.
  var indentation: Int
  var tokens: [Token]
  /// A mistake in it was reported already.
  var isBroken = false
  /// The last character, where something may be missing.
  var end: TextPlace
}

/// The words of Python, and those of them that start a statement.
enum PythonWord {
  static let all: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
  ]
  static let values: Set<String> = ["False", "None", "True"]
}
