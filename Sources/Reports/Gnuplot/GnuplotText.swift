internal import FileSystem

/// Text of any kind as gnuplot takes it.
enum GnuplotText {
  /// A string literal that means the text, on one line.
  ///
  /// In single quotes nothing is special but the quote itself, which doubled would do within a text,
  /// but not at its start. So a text that has one stands in double quotes, where the backslash, the
  /// double quote and the back quote, which runs commands, are escaped.
  static func quoted(_ text: String) -> String {
    let line = self.line(text)
    guard line.contains("'") else { return "'\(line)'" }
    var escaped = ""
    for letter in line.unicodeScalars {
      switch letter {
      case "\\", "\"": escaped += "\\\(letter)"
      // A back quote would also be seen behind a backslash.
      case "`": escaped += "\\140"
      default: escaped.unicodeScalars.append(letter)
      }
    }
    return "\"\(escaped)\""
  }

  /// The label of a tick, which is a format as of `sprintf`.
  static func quotedFormat(_ text: String) -> String {
    quoted(text.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%"))
  }

  /// A text on one line and without control characters, as it may stand in a comment.
  static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ").harmlessLine
  }

  /// What means something in enhanced text: raised, lowered, a group, a phantom, an overprint.
  private static let marks: Set<Character> = ["\\", "^", "_", "{", "}", "@", "&", "~"]

  /// Enhanced text that shows the text as it is.
  static func plain(_ text: String) -> String {
    text.reduce(into: "") { $0 += marks.contains($1) ? "\\\($1)" : "\($1)" }
  }

  /// The text of which ``plain(_:)`` made enhanced text.
  static func unmarked(_ text: String) -> String {
    var (result, isEscaped) = ("", false)
    for letter in text {
      isEscaped = letter == "\\" && !isEscaped
      if !isEscaped { result.append(letter) }
    }
    return result
  }
}
