internal import Shards

/// A result column of the summary table.
struct SummaryColumn {
  /// The variable; nil for the share recovered.
  let variable: RecordVariable?
  /// Its head.
  let head: String
  /// Whether the largest value is the best one.
  let isLargestBest: Bool

  /// The columns in order.
  static let all: [SummaryColumn] = [
    SummaryColumn(variable: .trainLoss, head: "train loss", isLargestBest: false),
    SummaryColumn(variable: .populationLoss, head: "pop. loss", isLargestBest: false),
    SummaryColumn(
      variable: .populationLossOnManifold, head: "projected", isLargestBest: false),
    SummaryColumn(variable: .traceHessian, head: "tr H", isLargestBest: false),
    SummaryColumn(
      variable: .traceSqrtDiagHessian, head: "tr Diag(H)^½", isLargestBest: false),
    SummaryColumn(variable: .l1Norm, head: "‖w‖₁", isLargestBest: false),
    SummaryColumn(variable: .nuclearNorm, head: "‖W‖∗", isLargestBest: false),
    SummaryColumn(variable: .effectiveRank, head: "eff. rank", isLargestBest: false),
    SummaryColumn(variable: .supportRecall, head: "recall", isLargestBest: true),
    SummaryColumn(variable: nil, head: "recovered", isLargestBest: true),
  ]

  /// The column's value for a group; NaN where it has none.
  func value(of group: RunGroup) -> Double {
    guard let variable else {
      return group.computedCount == 0
        ? .nan : Double(group.recoveredCount) / Double(group.computedCount)
    }
    return group.medians[variable] ?? .nan
  }

  /// The value as text.
  func text(of group: RunGroup) -> String {
    guard variable == nil else { return significant(value(of: group)) }
    return group.computedCount == 0 ? "–" : "\(group.recoveredCount)/\(group.computedCount)"
  }
}
