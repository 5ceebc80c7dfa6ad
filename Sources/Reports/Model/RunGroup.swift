internal import Shards

/// The replicates of one assignment of the varied parameters, and what came of them.
struct RunGroup {
  /// The level of each of the grouping's axes.
  var key: [Int]
  /// The runs.
  var rows: [Int]
  /// Runs that took all steps.
  var okRows: [Int]
  /// Runs that diverged.
  var divergedCount: Int
  /// Final population loss below this counts as having found the truth; after projection where
  /// groups are chosen by that.
  static let recoveryThreshold = 0.01
  /// Runs that found the truth.
  var recoveredCount: Int
  /// Medians of final values over the runs that took all steps; NaN where there is none.
  var medians: [RecordVariable: Double]
  /// Median final loss, a diverged run counting as infinite: what groups are chosen by.
  var selectionLoss: Double

  /// Runs that were computed: ok or diverged.
  var computedCount: Int { okRows.count + divergedCount }

  init(key: [Int], rows: [Int], of table: RunTable, selectedBy selection: RecordVariable) {
    self.key = key
    self.rows = rows
    let okRows = rows.filter { table.states[$0] == .ok }
    let diverged = rows.count { table.states[$0] == .diverged }
    self.okRows = okRows
    divergedCount = diverged
    recoveredCount =
      selection == .trainLoss
      ? 0 : okRows.count { table.final(selection, ofRun: $0) < Self.recoveryThreshold }
    medians = Dictionary(
      uniqueKeysWithValues: table.finals.keys.map { variable in
        let values = okRows.lazy.map { table.final(variable, ofRun: $0) }
        return (variable, Quartiles(values)?.median ?? .nan)
      })
    // A run that took all steps and has no loss, as one that could not be projected, is no better
    // than one that diverged.
    let losses = okRows.map { row in
      let loss = table.final(selection, ofRun: row)
      return loss.isNaN ? .infinity : loss
    }
    let all = losses + Array(repeating: .infinity, count: diverged)
    selectionLoss = Quartiles(all)?.median ?? .infinity
  }

  /// Whether this group is the better choice; of equal ones the earlier assignment is.
  func isBetter(than other: RunGroup) -> Bool {
    if selectionLoss != other.selectionLoss { return selectionLoss < other.selectionLoss }
    if divergedCount != other.divergedCount { return divergedCount < other.divergedCount }
    return key.lexicographicallyPrecedes(other.key)
  }
}
