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
  /// Median final loss, a diverged run counting as infinite.
  var loss: Double
  /// The same of the runs that choose: what groups are chosen by.
  var selectionLoss: Double
  /// The share that found the truth among the runs that choose.
  var selectionShare: Double

  /// What a better group has.
  enum Criterion {
    /// The lesser median final loss.
    case loss
    /// The larger share recovered; of equal ones the lesser loss.
    case recovery
  }

  /// Runs that were computed: ok or diverged.
  var computedCount: Int { okRows.count + divergedCount }

  /// The replicates `rows`, chosen by those of `choosing`; by themselves where it is nil.
  init(
    key: [Int], rows: [Int], choosing: [Int]? = nil, of table: RunTable,
    selectedBy selection: RecordVariable
  ) {
    self.key = key
    self.rows = rows
    let okRows = rows.filter { table.states[$0] == .ok }
    self.okRows = okRows
    divergedCount = rows.count { table.states[$0] == .diverged }
    recoveredCount = okRows.count { table.isRecovered($0, by: selection) }
    medians = Dictionary(
      uniqueKeysWithValues: table.finals.keys.map { variable in
        let values = okRows.lazy.map { table.final(variable, ofRun: $0) }
        return (variable, Quartiles(values)?.median ?? .nan)
      })
    loss = Self.medianLoss(of: rows, in: table, selection)
    selectionLoss = choosing.map { Self.medianLoss(of: $0, in: table, selection) } ?? loss
    let voters = (choosing ?? rows).filter { [.ok, .diverged].contains(table.states[$0]) }
    let recovered = voters.count { table.isRecovered($0, by: selection) }
    selectionShare = voters.isEmpty ? 0 : Double(recovered) / Double(voters.count)
  }

  /// A run that took all steps and has no loss, as one that could not be projected, is no better
  /// than one that diverged.
  private static func medianLoss(
    of rows: [Int], in table: RunTable, _ selection: RecordVariable
  ) -> Double {
    let losses = rows.compactMap { row -> Double? in
      switch table.states[row] {
      case .ok:
        let loss = table.final(selection, ofRun: row)
        return loss.isNaN ? .infinity : loss
      case .diverged: return .infinity
      case .failed, .absent: return nil
      }
    }
    return Quartiles(losses)?.median ?? .infinity
  }

  /// Whether this group is the better choice; of equal ones the earlier assignment is.
  func isBetter(than other: RunGroup, by criterion: Criterion = .loss) -> Bool {
    if criterion == .recovery, selectionShare != other.selectionShare {
      return selectionShare > other.selectionShare
    }
    if selectionLoss != other.selectionLoss { return selectionLoss < other.selectionLoss }
    if divergedCount != other.divergedCount { return divergedCount < other.divergedCount }
    return key.lexicographicallyPrecedes(other.key)
  }
}
