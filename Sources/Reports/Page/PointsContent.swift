/// The table of best points, in the order of its problems and sorted by each column.
///
/// Without a script a sorted table is another table of the page, which a link in the column's head
/// shows; so sorting works by keyboard everywhere, and what is hidden is hidden from readers too.
struct PointsContent {
  struct Table {
    let identifier: String
    let kind: String
    let order: String
    let heads: [Head]
    let blocks: [Block]
  }

  struct Head {
    let text: String
    let isWord: Bool
    let sorting: String?
    let link: Link?
  }

  /// What a click on a head does.
  struct Link {
    let target: String
    let first: String
    let text: String
    let arrow: String
    let action: String
  }

  struct Block {
    let rows: [Row]
  }

  struct Row {
    let cells: [Cell]
  }

  struct Cell {
    let text: String
    let style: String?
    /// The number that the script sorts by, empty where there is none; nil in tables it leaves alone.
    let sortValue: String?
    let isBest: Bool
  }

  let choice: String  // prose
  /// The sorted copies, then the whole.
  let tables: [Table]
  let notes: [String]  // prose

  /// Rows of a table that has a sorted copy for each column; a longer one is sorted by script.
  private static let mostCopiedRows = 60

  /// Nil for a table without rows.
  init?(_ summary: SummaryTable) {
    guard !summary.rows.isEmpty else { return nil }
    let columns = PointsColumn.columns(of: summary)
    let isLinked = summary.rows.count > 1
    let isCopied = isLinked && summary.rows.count <= Self.mostCopiedRows
    let copies = (isCopied ? Array(columns.indices) : []).map { place in
      Table(
        columns, blocks: [columns[place].sorted(summary.rows)], sortedBy: place, isLinked: true)
    }
    let blocks = summary.marksByProblem ? summary.blocks : [summary.rows]
    choice = prose(summary.choiceText)
    tables = copies + [Table(columns, blocks: blocks, sortedBy: nil, isLinked: isLinked)]
    notes = summary.notes.map(prose)
  }
}

extension PointsContent.Table {
  fileprivate init(
    _ columns: [PointsColumn], blocks: [[RunGroup]], sortedBy place: Int?, isLinked: Bool
  ) {
    identifier = place.map { "points-by-\($0)" } ?? "points-unsorted"
    kind = place == nil ? "whole" : "sorted"
    order = place.map { "sorted by \(columns[$0].head)" } ?? "in the order of problems"
    heads = columns.enumerated().map { index, column in
      PointsContent.Head(column, index, isSorting: place == index, isLinked: isLinked)
    }
    self.blocks = blocks.map { rows in
      PointsContent.Block(
        rows: rows.map { group in
          PointsContent.Row(cells: columns.map { $0.cell(of: group, isSortable: place == nil) })
        })
    }
  }
}

extension PointsContent.Head {
  fileprivate init(_ column: PointsColumn, _ index: Int, isSorting: Bool, isLinked: Bool) {
    let order = column.isLargestFirst ? "descending" : "ascending"
    text = column.head
    isWord = !column.isNumeric
    sorting = isSorting ? order : nil
    link =
      isLinked
      ? PointsContent.Link(
        target: isSorting ? "points-unsorted" : "points-by-\(index)", first: order,
        text: column.head, arrow: isSorting ? (column.isLargestFirst ? " ▼" : " ▲") : "",
        action: isSorting ? ", undo sorting" : ", sort") : nil
  }
}
