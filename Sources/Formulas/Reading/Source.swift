/// A text by lines, for messages.
struct Source {
  private let lines: [[Unicode.Scalar]]

  init(_ text: String) {
    lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map(Array.init)
  }

  /// What stands in a span, in one line and at most 60 characters of it.
  func excerpt(_ span: TextSpan) -> String {
    var text = String.UnicodeScalarView()
    var count = 0
    for number in span.first.line...max(span.first.line, span.last.line) {
      guard lines.indices.contains(number - 1) else { break }
      let line = lines[number - 1]
      let start = number == span.first.line ? span.first.column - 1 : 0
      let end = number == span.last.line ? span.last.column : line.count
      guard start < min(end, line.count) else { continue }
      for scalar in line[start..<min(end, line.count)] {
        if scalar == "#" { break }
        let isBlank = scalar == " " || scalar == "\t" || scalar == "\r"
        if isBlank, text.last == " " { continue }
        text.append(isBlank ? " " : scalar)
        count += 1
        if count > 61 { break }
      }
      if text.last != " " { text.append(" ") }
      if count > 61 { break }
    }
    if text.last == " " { text.removeLast() }
    return text.count <= 60
      ? String(text) : String(String.UnicodeScalarView(text.prefix(57))) + "..."
  }
}
