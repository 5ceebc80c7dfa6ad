public import Shards

/// The recorded series that figures over time need, of some runs.
///
/// Shapes: run × snapshot, row-major.
public struct Traces: Sendable {
  /// Snapshots of the longest run.
  public var snapshotCount: Int
  /// Snapshot steps; −1 beyond a run's own snapshots.
  public var steps: [Int]
  /// Recorded values; NaN where nothing was recorded.
  public var values: [RecordVariable: [Double]]
  /// The row of each run that is here.
  private let rowOfRun: [Int: Int]

  /// The variables that figures need.
  public static let variables: [RecordVariable] = [
    .slowTime, .traceHessian, .traceSqrtDiagHessian, .tracePowerDiagHessian, .populationLoss,
  ]

  /// Series of some runs.
  ///
  /// - Precondition: Every series has as many values as there are steps, `snapshotCount` a run.
  public init(
    runs: [Int], snapshotCount: Int, steps: [Int], values: [RecordVariable: [Double]]
  ) {
    precondition(
      steps.count == runs.count * snapshotCount
        && values.values.allSatisfy { $0.count == steps.count }, "one value a snapshot")
    self.snapshotCount = snapshotCount
    self.steps = steps
    self.values = values
    rowOfRun = Dictionary(uniqueKeysWithValues: runs.enumerated().map { ($0.element, $0.offset) })
  }

  /// Whether every snapshot of these runs has its slow time.
  func knowsSlowTime(of groups: [RunGroup]) -> Bool {
    guard let times = values[.slowTime] else { return false }
    return groups.allSatisfy { group in
      rows(of: group).prefix(1).allSatisfy { row in
        (0..<snapshotCount).allSatisfy { snapshot in
          let place = row * snapshotCount + snapshot
          return steps[place] < 0 || !times[place].isNaN
        }
      }
    }
  }

  /// Median and quartiles of a group's runs that took all steps, at each of their snapshots.
  ///
  /// The abscissa is the slow time t = k η² where `isSlow`, else the step k.
  func points(
    _ variable: RecordVariable, of group: RunGroup, isSlow: Bool
  ) -> [Curve.Point] {
    guard let series = values[variable] else { return [] }
    return snapshots(of: group).compactMap { snapshot, places in
      let x = isSlow ? values[.slowTime]?[places[0]] ?? .nan : Double(steps[places[0]])
      return point(x: x, series: series, at: places, of: group)
    }
  }

  /// The path of a group's medians in the plane of two variables, in order of time; quartiles are
  /// those of the second.
  func path(
    _ horizontal: RecordVariable, _ vertical: RecordVariable, of group: RunGroup
  ) -> [Curve.Point] {
    guard let xs = values[horizontal], let ys = values[vertical] else { return [] }
    return snapshots(of: group).compactMap { _, places in
      guard let x = Quartiles(places.map { xs[$0] })?.median else { return nil }
      return point(x: x, series: ys, at: places, of: group)
    }
  }

  private func point(
    x: Double, series: [Double], at places: [Int], of group: RunGroup
  ) -> Curve.Point? {
    let found = places.map { series[$0] }
    guard let quartiles = Quartiles(found) else { return nil }
    return Curve.Point(
      x: x, lower: quartiles.lower, middle: quartiles.median, upper: quartiles.upper,
      runCount: found.count { !$0.isNaN }, divergedCount: group.divergedCount)
  }

  private func rows(of group: RunGroup) -> [Int] { group.okRows.compactMap { rowOfRun[$0] } }

  /// Snapshots of a group's first run, with the place of each run's value.
  private func snapshots(of group: RunGroup) -> [(snapshot: Int, places: [Int])] {
    let rows = rows(of: group)
    guard let first = rows.first else { return [] }
    return (0..<snapshotCount).compactMap { snapshot in
      guard steps[first * snapshotCount + snapshot] >= 0 else { return nil }
      return (snapshot, rows.map { $0 * snapshotCount + snapshot })
    }
  }
}
