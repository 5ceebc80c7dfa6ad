internal import Parameters
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
  var divergedRows: [Int]
  /// Final population loss below this counts as having found the truth; after projection where
  /// groups are chosen by that.
  static let recoveryThreshold = 0.01
  /// Runs that found the truth.
  var recoveredCount: Int
  /// Median final loss, a run without one counting as infinite.
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

  /// How many diverged.
  var divergedCount: Int { divergedRows.count }

  /// Runs that were computed: ok or diverged.
  var computedCount: Int { okRows.count + divergedCount }

  /// The replicates `rows`, chosen by those of `choosing`; by themselves where it is nil.
  init(
    key: [Int], rows: [Int], choosing: [Int]? = nil, of table: RunTable,
    selectedBy selection: Quantity.Use
  ) {
    self.key = key
    self.rows = rows
    let okRows = rows.filter { table.states[$0] == .ok }
    self.okRows = okRows
    divergedRows = rows.filter { table.states[$0] == .diverged }
    recoveredCount = okRows.count { table.isRecovered($0, by: selection) }
    loss = Self.medianLoss(of: rows, in: table, selection)
    selectionLoss = choosing.map { Self.medianLoss(of: $0, in: table, selection) } ?? loss
    let voters = (choosing ?? rows).filter { table.isComputed($0) }
    let recovered = voters.count { table.isRecovered($0, by: selection) }
    selectionShare = voters.isEmpty ? 0 : Double(recovered) / Double(voters.count)
  }

  private static func medianLoss(
    of rows: [Int], in table: RunTable, _ selection: Quantity.Use
  ) -> Double {
    let losses = rows.filter { table.states[$0] == .ok }.map { table.final(selection, ofRun: $0) }
    let summary = FinalSummary(losses, divergedCount: rows.count { table.states[$0] == .diverged })
    return summary.quartiles?.median ?? .infinity
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
