/// The table of best points, in the order of its problems and sorted by each column.
///
/// Without a script a sorted table is another table of the page, which a link in the column's head
/// shows; so sorting works by keyboard everywhere, and what is hidden is hidden from readers too.
extension ReportPage {
  /// A column of the page's table.
  private struct Column {
    var head: String
    /// What rows are sorted by; nil comes last.
    var value: (RunGroup) -> Double?
    var text: (RunGroup) -> String
    var isNumeric: Bool
    var isLargestFirst: Bool
    /// The rows that are marked.
    var best: Set<[Int]> = []
  }

  /// Rows of a table that has a sorted copy for each column; a longer one is sorted by script.
  private static let mostCopiedRows = 60

  var tableSection: String {
    guard !summary.rows.isEmpty else {
      return section("points", "Best points", "<p>There are no runs to show.</p>")
    }
    let columns = self.columns
    let copies =
      summary.rows.count > 1 && summary.rows.count <= Self.mostCopiedRows
      ? columns.indices.map { sortedCopy(by: $0, of: columns) } : []
    let blocks = summary.marksByProblem ? summary.blocks : [summary.rows]
    let whole = element(
      "div", [("id", "points-unsorted"), ("class", "whole")],
      table(columns, blocks: blocks, sortedBy: nil, hasLinks: summary.rows.count > 1))
    let notes = summary.notes.map { "<li>\(prose($0))</li>" }.joined()
    return section(
      "points", "Best points",
      "<p>\(prose(summary.choiceText))</p>" + copies.joined() + whole
        + "<ul class=\"reservations plain\">\(notes)</ul>")
  }

  private var columns: [Column] {
    let grouping = summary.grouping
    var columns = grouping.keyAxes.enumerated().map { place, axis in
      Column(
        head: axis.kind.symbol,
        value: { axis.levels[$0.key[place]].isEmpty ? nil : Double($0.key[place]) },
        text: { axis.shownLevels[$0.key[place]] }, isNumeric: axis.isNumeric,
        isLargestFirst: false)
    }
    columns.append(
      Column(
        head: "runs", value: { Double($0.computedCount) }, text: { "\($0.computedCount)" },
        isNumeric: true, isLargestFirst: true))
    if summary.showsDiverged {
      columns.append(
        Column(
          head: "diverged", value: { Double($0.divergedCount) }, text: { "\($0.divergedCount)" },
          isNumeric: true, isLargestFirst: false))
    }
    if summary.showsUnprojected {
      let count = grouping.unprojectedCount
      columns.append(
        Column(
          head: "not projected", value: { Double(count($0)) }, text: { "\(count($0))" },
          isNumeric: true, isLargestFirst: false))
    }
    let blocks = summary.marksByProblem ? summary.blocks : [summary.rows]
    for column in summary.columns {
      var best: Set<[Int]> = []
      for block in blocks {
        best.formUnion(summary.bestRows(of: column, among: summary.rivals(in: block)))
      }
      columns.append(
        Column(
          head: column.head,
          value: { group in
            let value = grouping.value(of: column, in: group)
            return value.isNaN ? nil : value
          },
          text: { grouping.text(of: column, in: $0) }, isNumeric: true,
          isLargestFirst: column.isLargestBest, best: best))
    }
    return columns
  }

  private func sortedCopy(by place: Int, of columns: [Column]) -> String {
    let column = columns[place]
    let rows = summary.rows.enumerated().sorted { a, b in
      let order = (column.value(a.element), column.value(b.element))
      switch order {
      case (let x?, let y?) where x != y: return column.isLargestFirst ? x > y : x < y
      case (.some, nil): return true
      case (nil, .some): return false
      default: return a.offset < b.offset
      }
    }
    return element(
      "div", [("id", "points-by-\(place)"), ("class", "sorted")],
      table(columns, blocks: [rows.map(\.element)], sortedBy: place, hasLinks: true))
  }

  private func table(
    _ columns: [Column], blocks: [[RunGroup]], sortedBy place: Int?, hasLinks: Bool
  ) -> String {
    let heads = columns.enumerated().map { index, column -> String in
      let order = column.isLargestFirst ? "descending" : "ascending"
      var attributes = [("scope", "col")]
      if !column.isNumeric { attributes.append(("class", "word")) }
      if place == index { attributes.append(("aria-sort", order)) }
      guard hasLinks else { return element("th", attributes, escaped(column.head)) }
      let arrow = place == index ? (column.isLargestFirst ? " ▼" : " ▲") : ""
      let target = place == index ? "points-unsorted" : "points-by-\(index)"
      let action = place == index ? ", undo sorting" : ", sort"
      let link =
        "<a href=\"#\(target)\" data-first=\"\(order)\">\(escaped(column.head))"
        + "<span class=\"arrow\" aria-hidden=\"true\">\(arrow)</span>"
        + "<span class=\"unseen\">\(action)</span></a>"
      return element("th", attributes, link)
    }
    let bodies = blocks.map { rows in
      "<tbody>" + rows.map { row($0, columns, hasValues: place == nil) }.joined(separator: "\n")
        + "</tbody>"
    }
    let order = place.map { "sorted by \(columns[$0].head)" } ?? "in the order of problems"
    return element(
      "div",
      [
        ("class", "scroll"), ("tabindex", "0"), ("role", "group"),
        ("aria-label", "Best points, \(order)"),
      ],
      "<table><caption class=\"unseen\">Best points, \(escaped(order))</caption>"
        + "<thead><tr>\(heads.joined())</tr></thead>\(bodies.joined())</table>")
  }

  /// A row; with `hasValues` its cells bear the numbers that the script sorts by.
  private func row(_ group: RunGroup, _ columns: [Column], hasValues: Bool) -> String {
    let cells = columns.map { column -> String in
      let isBest = column.best.contains(group.key)
      var attributes: [(String, String)] = []
      if isBest { attributes.append(("class", "best")) }
      if !column.isNumeric { attributes.append(("class", "word")) }
      if hasValues {
        attributes.append(("data-v", column.value(group).map { significant($0, digits: 9) } ?? ""))
      }
      let text = escaped(column.text(group))
      let best = "<b>\(text)</b><span class=\"unseen\"> best</span>"
      return element("td", attributes, isBest ? best : text)
    }
    return "<tr>\(cells.joined())</tr>"
  }
}
