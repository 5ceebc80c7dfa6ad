public import Shards

/// The recorded series that figures over time need.
///
/// Shapes: run × snapshot, row-major, for all runs of the file.
public struct Traces: Sendable {
  /// Snapshots of the longest run.
  public var snapshotCount: Int
  /// Snapshot steps; −1 beyond a run's own snapshots.
  public var steps: [Int]
  /// Recorded values; NaN where nothing was recorded.
  public var values: [RecordVariable: [Double]]

  /// The variables that figures need.
  public static let variables: [RecordVariable] = [
    .traceHessian, .traceSqrtDiagHessian, .populationLoss,
  ]

  /// Series of all runs.
  ///
  /// - Precondition: Every series has as many values as there are steps.
  public init(snapshotCount: Int, steps: [Int], values: [RecordVariable: [Double]]) {
    precondition(values.values.allSatisfy { $0.count == steps.count }, "one value a snapshot")
    self.snapshotCount = snapshotCount
    self.steps = steps
    self.values = values
  }

  /// Median and quartiles of a group's runs that took all steps, at each of their snapshots.
  func points(_ variable: RecordVariable, of group: RunGroup) -> [Curve.Point] {
    guard let series = values[variable], let first = group.okRows.first else { return [] }
    return (0..<snapshotCount).compactMap { snapshot in
      let step = steps[first * snapshotCount + snapshot]
      let found = group.okRows.map { series[$0 * snapshotCount + snapshot] }
      guard step >= 0, let quartiles = Quartiles(found) else { return nil }
      return Curve.Point(
        x: Double(step), lower: quartiles.lower, middle: quartiles.median,
        upper: quartiles.upper, runCount: found.count { !$0.isNaN },
        divergedCount: group.divergedCount)
    }
  }
}
