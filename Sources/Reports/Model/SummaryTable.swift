internal import Shards

/// The table that answers a sweep's question at a glance: what to show, not how.
public struct SummaryTable {
  /// The rows of a table when the caller has no wish.
  public static let defaultRowLimit = 24

  let table: RunTable
  let grouping: Grouping
  /// The groups shown, ordered by key.
  let rows: [RunGroup]
  /// Groups left out because of the limit.
  let hiddenCount: Int
  /// Whether only the best of the tuned parameters is shown.
  let isCollapsed: Bool
  /// Result columns that have values.
  let columns: [SummaryColumn]

  /// Summarizes the runs of a table in at most `rowLimit` rows.
  ///
  /// Groups are the assignments of the varied parameters, seeds apart. When there are more, one
  /// row is left for each problem and method, with the tuned parameters of the smallest median
  /// final population loss (training loss where the population loss is not known); when there are
  /// still more, the best ones.
  ///
  /// - Precondition: `rowLimit >= 1`.
  public init(_ table: RunTable, rowLimit: Int = defaultRowLimit) {
    precondition(rowLimit >= 1, "a table has rows")
    self.init(table, grouping: Grouping(table), rowLimit: rowLimit)
  }

  /// Summarizes analysed runs; see ``init(_:rowLimit:)-(RunTable,_)``.
  ///
  /// - Precondition: `rowLimit >= 1`.
  public init(_ analysis: SweepAnalysis, rowLimit: Int = defaultRowLimit) {
    precondition(rowLimit >= 1, "a table has rows")
    self.init(analysis.table, grouping: analysis.grouping, rowLimit: rowLimit)
  }

  init(_ table: RunTable, grouping: Grouping, rowLimit: Int) {
    var rows = grouping.groups
    isCollapsed = rows.count > rowLimit && !grouping.places(.tuned).isEmpty
    if isCollapsed {
      rows = grouping.best(of: rows, foreach: grouping.places(.problem, .method))
    }
    hiddenCount = max(0, rows.count - rowLimit)
    if hiddenCount > 0 {
      rows = rows.sorted { $0.isBetter(than: $1) }.prefix(rowLimit)
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }
    self.table = table
    self.grouping = grouping
    self.rows = rows
    columns = SummaryColumn.all.filter { column in
      column.variable.map { table.has($0) } ?? grouping.knowsRecovery
    }
  }

  /// The rows in blocks of one problem each, in order.
  var blocks: [[RunGroup]] {
    let places = grouping.places(.problem)
    var blocks: [[RunGroup]] = []
    for row in rows {
      if let last = blocks.last?.last, last.key(at: places) == row.key(at: places) {
        blocks[blocks.count - 1].append(row)
      } else {
        blocks.append([row])
      }
    }
    return blocks
  }

  /// Whether the best values are marked problem by problem; else over the whole table.
  var marksByProblem: Bool { blocks.count > 1 && blocks.contains { $0.count > 1 } }

  /// The rows of a block that compete: solutions of the slow equations do not, beside training.
  func rivals(in block: [RunGroup]) -> [RunGroup] {
    guard let place = grouping.place(of: "dynamics") else { return block }
    let levels = grouping.keyAxes[place].levels
    let trained = block.filter { !SweepAnalysis.isSlow(levels[$0.key[place]]) }
    return trained.isEmpty ? block : trained
  }

  /// The rows with the best value of a column among `rivals`; none where all are equal.
  ///
  /// Medians of runs that survived flatter a row where others diverged, so such a row is never the
  /// best in them.
  static func bestRows(of column: SummaryColumn, among rivals: [RunGroup]) -> Set<[Int]> {
    let values = rivals.map { column.value(of: $0) }.filter { !$0.isNaN }
    guard let first = values.first, values.contains(where: { $0 != first }) else { return [] }
    let fair = rivals.filter {
      (column.variable == nil || $0.divergedCount == 0) && !column.value(of: $0).isNaN
    }
    let fairValues = fair.map { column.value(of: $0) }
    guard let best = column.isLargestBest ? fairValues.max() : fairValues.min() else { return [] }
    return Set(fair.filter { column.value(of: $0) == best }.map(\.key))
  }

  /// How many chosen rows have the least or the largest of the values tried for their problem and
  /// method, for each tuned parameter of which at least three were tried.
  ///
  /// There a wider sweep may find something better.
  var choicesAtEdge: [(symbol: String, count: Int)] {
    guard isCollapsed else { return [] }
    let places = grouping.places(.problem, .method)
    return grouping.places(.tuned).compactMap { tuned in
      var tried: [[Int]: Set<Int>] = [:]
      for group in grouping.groups {
        tried[group.key(at: places), default: []].insert(group.key[tuned])
      }
      let count = rows.count { row in
        guard let levels = tried[row.key(at: places)], levels.count >= 3 else { return false }
        return row.key[tuned] == levels.min() || row.key[tuned] == levels.max()
      }
      return count == 0 ? nil : (grouping.keyAxes[tuned].kind.symbol, count)
    }
  }
}
