import FileSystem
import Reports

/// Lines of aligned columns; numbers to the right, words to the left.
struct TextTable {
  private var rows: [[String]] = []

  /// Adds a row; control characters in it become words before columns are counted.
  mutating func add(_ row: [String]) { rows.append(row.map(\.harmlessLine)) }

  /// The table's lines; the first row may be underlined as its head.
  ///
  /// - Parameters:
  ///   - hasHead: Whether the first row is a head.
  ///   - keyCount: Columns on the left that tell rows apart.
  ///   - width: Columns of the terminal; nil for as many as it takes. Where they are too few, the
  ///     table goes on in further ones below, each with the first columns.
  /// - Returns: The lines, without their ends.
  func lines(
    hasHead: Bool = false, keyCount: Int = 1, width: Int? = Output.terminalWidth
  ) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let keys = Array(0..<min(keyCount, count))
    var table = self
    var parts: [[Int]] = [keys]
    if let width {
      table.narrowKeys(keys, to: max(width / 2, 1))
      for column in keys.count..<max(count, keys.count) {
        let isFull = table.width(of: parts[parts.count - 1] + [column]) > width
        if isFull && parts[parts.count - 1].count > keys.count { parts.append(keys) }
        parts[parts.count - 1].append(column)
      }
    } else {
      parts = [Array(0..<count)]
    }
    let lines = parts.map { table.lines(of: $0, hasHead: hasHead) }.joined(separator: [""])
    return lines.map { line in width.map { line.cut(to: $0) } ?? line }
  }

  /// Shortens the cells of the widest of the first columns until they leave room for others.
  private mutating func narrowKeys(_ keys: [Int], to width: Int) {
    guard !keys.isEmpty, self.width(of: keys) > width else { return }
    let most = keys.map(self.width)
    var limits = most
    while limits.reduce(-2, { $0 + $1 + 2 }) > width, let widest = limits.max(), widest > 6 {
      limits[limits.firstIndex(of: widest) ?? 0] -= 1
    }
    for row in rows.indices {
      for (place, column) in keys.enumerated() where rows[row].indices.contains(column) {
        rows[row][column] = rows[row][column].shortened(to: limits[place])
      }
    }
  }

  private func width(of column: Int) -> Int {
    rows.map { $0.indices.contains(column) ? $0[column].columnCount : 0 }.max() ?? 0
  }

  private func width(of columns: [Int]) -> Int {
    columns.reduce(-2) { $0 + width(of: $1) + 2 }
  }

  private func lines(of columns: [Int], hasHead: Bool) -> [String] {
    let widths = columns.map(width)
    let body = hasHead ? rows.dropFirst() : rows[...]
    let isNumeric = columns.map { column in
      column > 0
        && body.allSatisfy { row in
          guard row.indices.contains(column), let first = row[column].first else { return true }
          return "0123456789-–∞".contains(first)
        }
    }
    var lines = rows.map { row in
      let cells = columns.enumerated().compactMap { place, column -> String? in
        guard row.indices.contains(column) else { return nil }
        let text = row[column]
        let padding = String(repeating: " ", count: widths[place] - text.columnCount)
        return isNumeric[place] ? padding + text : text + padding
      }
      return trimmed(cells.joined(separator: "  "))
    }
    if hasHead, let head = lines.first {
      let length = max(head.columnCount, widths.reduce(-2) { $0 + $1 + 2 })
      lines.insert(String(repeating: "─", count: length), at: 1)
    }
    return lines
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}

extension String {
  /// The text cut where it is wider than so many columns.
  func cut(to width: Int) -> String {
    guard columnCount > width else { return self }
    var text = ""
    var used = 0
    for letter in self {
      used += String(letter).columnCount
      guard used < width else { break }
      text.append(letter)
    }
    return text + "…"
  }
}
