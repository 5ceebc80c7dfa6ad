/// A column of the page's table.
struct PointsColumn {
  var head: String
  /// What rows are sorted by; nil comes last.
  var value: (RunGroup) -> Double?
  var text: (RunGroup) -> String
  var isNumeric = true
  var isLargestFirst = false
  /// The rows that are marked.
  var best: Set<[Int]> = []

  /// The columns of the table of best points.
  static func columns(of summary: SummaryTable) -> [PointsColumn] {
    let grouping = summary.grouping
    var columns = grouping.keyAxes.enumerated().map { place, axis in
      PointsColumn(
        head: axis.kind.symbol,
        value: { axis.levels[$0.key[place]].isEmpty ? nil : Double($0.key[place]) },
        text: { axis.shownLevels[$0.key[place]] }, isNumeric: axis.isNumeric)
    }
    columns.append(counts("runs", isLargestFirst: true) { $0.computedCount })
    if summary.showsDiverged { columns.append(counts("diverged") { $0.divergedCount }) }
    if summary.showsUnprojected {
      columns.append(counts("not projected", grouping.unprojectedCount))
    }
    let blocks = summary.marksByProblem ? summary.blocks : [summary.rows]
    return columns
      + summary.columns.map { column in
        let best = blocks.map { block in
          summary.bestRows(of: column, among: summary.rivals(in: block))
        }
        return PointsColumn(
          head: column.head,
          value: { group in
            let value = grouping.value(of: column, in: group)
            return value.isNaN ? nil : value
          },
          text: { grouping.text(of: column, in: $0) }, isLargestFirst: column.isLargestBest,
          best: best.reduce(into: []) { $0.formUnion($1) })
      }
  }

  private static func counts(
    _ head: String, isLargestFirst: Bool = false, _ count: @escaping (RunGroup) -> Int
  ) -> PointsColumn {
    PointsColumn(
      head: head, value: { Double(count($0)) }, text: { "\(count($0))" },
      isLargestFirst: isLargestFirst)
  }

  /// Rows in the order of this column; equal ones keep theirs.
  func sorted(_ rows: [RunGroup]) -> [RunGroup] {
    rows.enumerated().sorted { a, b in
      switch (value(a.element), value(b.element)) {
      case (let x?, let y?) where x != y: isLargestFirst ? x > y : x < y
      case (.some, nil): true
      case (nil, .some): false
      default: a.offset < b.offset
      }
    }.map(\.element)
  }

  /// The cell of a row.
  func cell(of group: RunGroup, isSortable: Bool) -> PointsContent.Cell {
    let isBest = best.contains(group.key)
    return PointsContent.Cell(
      text: text(group), style: isBest ? "best" : isNumeric ? nil : "word",
      sortValue: isSortable ? value(group).map { significant($0, digits: 9) } ?? "" : nil,
      isBest: isBest)
  }
}
