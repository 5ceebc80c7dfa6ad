internal import Parameters
internal import Shards

extension RunDetails {
  /// How the run ended, in words.
  public var stateText: String {
    switch state {
    case .ok:
      hasStopped
        ? "ok: it ended at step \(steps.last ?? 0), as the sweep asked for"
        : "ok: all steps were taken"
    case .diverged:
      "diverged: a parameter was not finite after step \(divergedAtStep.map(String.init) ?? "?")"
    case .failed: "failed: it could not be computed"
    case .absent: "absent: no shard of this file holds it"
    }
  }

  /// The trace as aligned columns, in as many tables as fit `width`, each with the steps.
  ///
  /// - Parameters:
  ///   - names: Quantities to show; nil for all.
  ///   - width: Columns of the terminal.
  /// - Returns: The lines, with an empty one between tables.
  public func traceLines(only names: [String]? = nil, width: Int) -> [String] {
    let shown = series(named: names)
    let time = shown.first { $0.quantity.use == .time }.map { [Column($0)] } ?? []
    let fixed = [Column(head: ["step"], cells: steps.map { "\($0)" })] + time
    var panels: [[Column]] = [fixed]
    for column in shown where column.quantity.use != .time {
      let column = Column(column)
      let last = panels[panels.count - 1]
      let isFull = (last + [column]).reduce(-2) { $0 + $1.width + 2 } > width
      if isFull && last.count > fixed.count { panels.append(fixed) }
      panels[panels.count - 1].append(column)
    }
    return Array(panels.map(lines).joined(separator: [""]))
  }

  /// A column of the trace, to the right.
  private struct Column {
    /// Lines of the head.
    var head: [String]
    var cells: [String]

    init(head: [String], cells: [String]) {
      self.head = head
      self.cells = cells
    }

    init(_ series: Series) {
      self.init(
        head: Self.broken(series.quantity.name),
        cells: series.values.map { significant($0, digits: 4) })
    }

    var width: Int { (head + cells).map(\.count).max() ?? 0 }

    /// A name in lines of about the width of a number, broken after underscores.
    private static func broken(_ name: String) -> [String] {
      var lines = [""]
      for part in name.split(separator: "_") {
        if let last = lines.last, !last.isEmpty, last.count + 1 + part.count > 10 {
          lines[lines.count - 1] += "_"
          lines.append(String(part))
        } else {
          lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : "_") + part
        }
      }
      return lines
    }
  }

  private func lines(of columns: [Column]) -> [String] {
    let height = columns.map(\.head.count).max() ?? 0
    func line(_ cell: (Column) -> String) -> String {
      columns.map { column in
        let text = cell(column)
        return String(repeating: " ", count: column.width - text.count) + text
      }.joined(separator: "  ").trimmingSpaces
    }
    let head = (0..<height).map { row in
      line { column in
        // Heads end at the line below them.
        let place = row - (height - column.head.count)
        return place < 0 ? "" : column.head[place]
      }
    }
    let rule = String(repeating: "─", count: columns.reduce(-2) { $0 + $1.width + 2 })
    return head + [rule] + steps.indices.map { place in line { $0.cells[place] } }
  }
}
