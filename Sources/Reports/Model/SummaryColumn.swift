internal import Shards

/// A result column of the summary table.
struct SummaryColumn {
  /// The variable; nil for the share recovered.
  let variable: RecordVariable?
  /// Its head.
  let head: String
  /// Whether the largest value is the best one.
  var isLargestBest = false
  /// Whether the best value is marked.
  ///
  /// Neither recall nor precision is: each is easily had by giving up the other.
  var isMarked = true

  /// The columns in order.
  static let all: [SummaryColumn] = [
    SummaryColumn(variable: .trainLoss, head: "train loss"),
    SummaryColumn(variable: .populationLoss, head: "pop. loss"),
    SummaryColumn(variable: .populationLossOnManifold, head: "projected"),
    SummaryColumn(variable: .traceHessian, head: "tr H"),
    SummaryColumn(variable: .traceSqrtDiagHessian, head: "tr Diag(H)^½"),
    SummaryColumn(variable: .l1Norm, head: "‖w‖₁"),
    SummaryColumn(variable: .nuclearNorm, head: "‖W‖∗"),
    SummaryColumn(variable: .effectiveRank, head: "eff. rank"),
    SummaryColumn(
      variable: .supportPrecision, head: "precision", isLargestBest: true, isMarked: false),
    SummaryColumn(variable: .supportRecall, head: "recall", isLargestBest: true, isMarked: false),
    SummaryColumn(variable: nil, head: "recovered", isLargestBest: true),
  ]

  /// The name in the results file, or of the count.
  var name: String { variable?.name ?? "recovered" }
}

extension Grouping {
  /// A column's value for a group; NaN where it has none.
  func value(of column: SummaryColumn, in group: RunGroup) -> Double {
    if let variable = column.variable { return summary(of: variable, in: group).median }
    return group.computedCount == 0
      ? .nan : Double(group.recoveredCount) / Double(group.computedCount)
  }

  /// A column's value for a group as text.
  func text(of column: SummaryColumn, in group: RunGroup) -> String {
    guard column.variable == nil else { return significant(value(of: column, in: group)) }
    return group.computedCount == 0 ? "–" : "\(group.recoveredCount)/\(group.computedCount)"
  }

  /// Runs of a group that took all steps and could not be projected; 0 where none was to be.
  func unprojectedCount(of group: RunGroup) -> Int {
    summary(of: .populationLossOnManifold, in: group).lostCount - group.divergedCount
  }
}
