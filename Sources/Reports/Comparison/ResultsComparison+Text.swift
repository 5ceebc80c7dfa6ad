internal import FileSystem
internal import Shards

extension ResultsComparison {
  /// The lines before the tables: what differs in the files as wholes, or that nothing does.
  public func headerLines(width: Int) -> [String] {
    var lines = structure.flatMap { wrapped($0, width: width) }
    if isSame {
      let columns = counted(comparedColumnCount, "column")
      lines.append("same: \(counted(comparedRunCount, "run")), \(columns)")
    }
    return lines + notes.flatMap { wrapped("note: \($0)", width: width) }
  }

  /// The first differences, each run with its parameters before it; values stand below their place
  /// where both do not fit `lineWidth`.
  public func differenceLines(width lineWidth: Int) -> [String] {
    var lines: [String] = []
    var lastRun: Int?
    let places = differences.map(place)
    let width = places.map(\.count).max() ?? 0
    let widths = (
      differences.map { shown($0.first).count }.max() ?? 0,
      differences.map { shown($0.second).count }.max() ?? 0
    )
    for (difference, place) in zip(differences, places) {
      if difference.run != lastRun {
        let parameters = parameters[difference.run] ?? ""
        lines += wrapped(
          "run \(difference.run)\(parameters.isEmpty ? "" : ": ")\(parameters)", width: lineWidth)
      }
      lastRun = difference.run
      let values = [
        "A", padded(shown(difference.first), widths.0), "B",
        padded(shown(difference.second), widths.1),
        difference.relative.map { "rel. " + significant($0) } ?? "",
      ].joined(separator: "  ").trimmingSpaces
      let line = "  \(padded(place, width))  \(values)"
      lines += line.columnCount <= lineWidth ? [line] : ["  \(place)", "      \(values)"]
    }
    return lines
  }

  /// The table of counts; the first row is the head.
  public var countCells: [[String]] {
    [["column", "differ", "of", "largest rel."]]
      + counts.map {
        [
          $0.column, "\($0.differing)", "\($0.compared)",
          $0.largestRelative.map { significant($0) } ?? "–",
        ]
      }
  }

  private func place(_ difference: Difference) -> String {
    var parts = [difference.column]
    if let snapshot = difference.snapshot { parts.append("snapshot \(snapshot)") }
    parts += difference.indices.map { "\($0.dimension.rawValue) \($0.value)" }
    return parts.joined(separator: " ")
  }

  private func shown(_ value: String) -> String { value.isEmpty ? "missing" : value }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: width - text.count)
  }
}

extension String {
  /// Without the spaces at its end.
  var trimmingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
