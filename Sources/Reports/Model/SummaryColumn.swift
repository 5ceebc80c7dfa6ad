internal import Parameters
internal import Shards

/// A result column of the summary table.
struct SummaryColumn {
  /// The quantity; nil for the share recovered.
  let quantity: Quantity?
  /// Its head.
  let head: String

  /// The columns of some quantities: those whose best value is marked first, and the share recovered at
  /// last.
  static func all(_ quantities: [Quantity]) -> [SummaryColumn] {
    let shown = quantities.filter { $0.head != nil }
    let ordered = shown.filter(\.isMarked) + shown.filter { !$0.isMarked }
    return ordered.map { SummaryColumn(quantity: $0, head: $0.head ?? $0.name) }
      + [SummaryColumn(quantity: nil, head: "recovered")]
  }

  /// Whether the largest value is the best one.
  var isLargestBest: Bool { quantity.map { $0.better == .larger } ?? true }

  /// Whether the best value is marked.
  var isMarked: Bool { quantity?.isMarked ?? true }

  /// Whether it is the loss after projection.
  var isProjected: Bool { quantity?.use == .projectedLoss }

  /// The name in the results file, or of the count.
  var name: String { quantity?.name ?? "recovered" }
}

extension Grouping {
  /// A column's value for a group; NaN where it has none.
  func value(of column: SummaryColumn, in group: RunGroup) -> Double {
    if let quantity = column.quantity { return summary(of: quantity, in: group).median }
    return group.computedCount == 0
      ? .nan : Double(group.recoveredCount) / Double(group.computedCount)
  }

  /// A column's value for a group as text.
  func text(of column: SummaryColumn, in group: RunGroup) -> String {
    guard column.quantity == nil else { return significant(value(of: column, in: group)) }
    return group.computedCount == 0 ? "–" : "\(group.recoveredCount)/\(group.computedCount)"
  }

  /// Runs of a group that took all steps and could not be projected; 0 where none was to be.
  func unprojectedCount(of group: RunGroup) -> Int {
    summary(of: .projectedLoss, in: group).lostCount - group.divergedCount
  }
}
