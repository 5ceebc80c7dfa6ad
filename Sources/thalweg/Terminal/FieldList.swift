import Reports

/// Terms and what is said of each, one a line: `runs    480`.
struct FieldList {
  private var fields: [(term: String, text: String, style: Style?)] = []

  mutating func add(_ term: String, _ text: String, _ style: Style? = nil) {
    fields.append((term, text, style))
  }

  /// The lines; a text that does not fit goes on below its beginning.
  func lines(width: Int) -> [String] {
    let termWidth = (fields.map(\.term.count).max() ?? 0) + 2
    let rest = max(width - termWidth, 20)
    return fields.flatMap { term, text, style in
      let pieces = text.count <= rest ? [text] : wrapped(text, width: rest)
      return pieces.enumerated().map { index, piece in
        let head = index == 0 ? term : ""
        return head + String(repeating: " ", count: termWidth - head.count)
          + (style?.applied(to: piece) ?? piece)
      }
    }
  }
}
