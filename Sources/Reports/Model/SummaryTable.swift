internal import Parameters
internal import Shards

/// The table that answers a sweep's question at a glance: what to show, not how.
public struct SummaryTable {
  /// Assignments that have a row each, when the caller has no wish.
  private static let mostAssignments = 24
  /// Rows of a table when the caller has no wish: all values of what is studied, unless that is
  /// beyond reading.
  private static let mostRows = 100

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
  /// Whether some row has runs that diverged.
  let showsDiverged: Bool
  /// Whether some row has runs that took all steps and could not be projected.
  let showsUnprojected: Bool

  /// Summarizes the runs of a table in at most `rowLimit` rows; nil for as many as can be read.
  ///
  /// Groups are the assignments of the varied parameters, seeds apart. When there are more, one
  /// row is left for each problem, method and value of what is studied, with the tuned parameters
  /// of the smallest median final population loss (training loss where the population loss is not
  /// known); when there are still more, the best ones.
  ///
  /// - Precondition: `rowLimit` is at least 1.
  public init(_ table: RunTable, rowLimit: Int? = nil) {
    self.init(table, grouping: Grouping(table), rowLimit: rowLimit)
  }

  /// Summarizes analysed runs; see ``init(_:rowLimit:)-(RunTable,_)``.
  ///
  /// - Precondition: `rowLimit` is at least 1.
  public init(_ analysis: SweepAnalysis, rowLimit: Int? = nil) {
    self.init(analysis.table, grouping: analysis.grouping, rowLimit: rowLimit)
  }

  init(_ table: RunTable, grouping: Grouping, rowLimit: Int?) {
    precondition(rowLimit.map { $0 >= 1 } ?? true, "a table has rows")
    var rows = grouping.groups
    isCollapsed =
      rows.count > rowLimit ?? Self.mostAssignments && !grouping.places(.tuned).isEmpty
    if isCollapsed {
      rows = grouping.best(of: rows, foreach: grouping.places(.problem, .method, .studied))
    }
    let limit = rowLimit ?? Self.mostRows
    hiddenCount = max(0, rows.count - limit)
    if hiddenCount > 0 {
      rows = rows.sorted { $0.isBetter(than: $1) }.prefix(limit)
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }
    self.table = table
    self.grouping = grouping
    self.rows = rows
    columns = SummaryColumn.all(table.quantities).filter { column in
      column.quantity.map { table.has($0) } ?? grouping.knowsRecovery
    }
    showsDiverged = rows.contains { $0.divergedCount > 0 }
    showsUnprojected =
      columns.contains(where: \.isProjected)
      && rows.contains { grouping.unprojectedCount(of: $0) > 0 }
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
    guard let place = grouping.place(of: .dynamics) else { return block }
    let levels = grouping.keyAxes[place].levels
    let trained = block.filter { !SweepAnalysis.isSlow(levels[$0.key[place]]) }
    return trained.isEmpty ? block : trained
  }

  /// The rows with the best value of a column among `rivals`; none where all are equal.
  ///
  /// Medians count lost runs as the worst, so that none is marked for what lost the others.
  func bestRows(of column: SummaryColumn, among rivals: [RunGroup]) -> Set<[Int]> {
    guard column.isMarked else { return [] }
    let values = rivals.map { grouping.value(of: column, in: $0) }
    let known = values.filter { !$0.isNaN }
    guard let least = known.min(), let most = known.max(), least < most else { return [] }
    let best = column.isLargestBest ? most : least
    return Set(zip(rivals, values).filter { $0.1 == best }.map(\.0.key))
  }

  /// How many chosen rows have the least or the largest of the values tried for their problem and
  /// method, for each tuned parameter of which at least three were tried.
  ///
  /// There a wider sweep may find something better.
  var choicesAtEdge: [(symbol: String, count: Int)] {
    guard isCollapsed else { return [] }
    let places = grouping.places(.problem, .method, .studied)
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
