/// Lines of aligned columns; numbers to the right, words to the left.
struct TextTable {
  private var rows: [[String]] = []

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The table's lines; the first row may be underlined as its head.
  func lines(hasHead: Bool = false) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    let body = hasHead ? rows.dropFirst() : rows[...]
    let isNumeric = (0..<columns).map { column in
      column > 0
        && body.allSatisfy { row in
          guard row.indices.contains(column), let first = row[column].first else { return true }
          return "0123456789-–∞".contains(first)
        }
    }
    var lines = rows.map { row in
      let cells = row.enumerated().map { column, text in
        let padding = String(repeating: " ", count: widths[column] - text.count)
        return isNumeric[column] ? padding + text : text + padding
      }
      return trimmed(cells.joined(separator: "  "))
    }
    if hasHead, let head = lines.first {
      lines.insert(
        String(repeating: "─", count: max(head.count, widths.reduce(0, +) + 2 * (columns - 1))),
        at: 1)
    }
    return lines
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
