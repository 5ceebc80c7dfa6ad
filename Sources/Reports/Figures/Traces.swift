public import Parameters
internal import Shards

/// The recorded series that figures over time need, of some runs.
///
/// Shapes: run × snapshot, row-major.
public struct Traces: Sendable {
  /// Snapshots of the longest run.
  public var snapshotCount: Int
  /// Snapshot steps; −1 beyond a run's own snapshots.
  public var steps: [Int]
  /// Recorded values; NaN where nothing was recorded.
  public var values: [Quantity: [Double]]
  /// The row of each run that is here.
  private let rowOfRun: [Int: Int]

  /// What figures show the quantities for that they need.
  static let uses: Set<Quantity.Use> = [.time, .sharpness, .ownSharpness, .populationLoss]

  /// Series of some runs.
  ///
  /// - Precondition: Every series has as many values as there are steps, `snapshotCount` a run.
  public init(
    runs: [Int], snapshotCount: Int, steps: [Int], values: [Quantity: [Double]]
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
    guard let times else { return false }
    return groups.allSatisfy { group in
      okRows(of: group).prefix(1).allSatisfy { row in
        (0..<snapshotCount).allSatisfy { snapshot in
          let place = row * snapshotCount + snapshot
          return steps[place] < 0 || !times[place].isNaN
        }
      }
    }
  }

  /// The quantities that have a use, in the order of columns.
  func quantities(_ use: Quantity.Use) -> [Quantity] {
    values.keys.filter { $0.use == use }.sorted { $0.name < $1.name }.inOrderOfColumns
  }

  /// The time of every snapshot; nil where it is not known.
  private var times: [Double]? { quantities(.time).first.flatMap { values[$0] } }

  /// The slow time that a step of a group's runs takes, at their last snapshot; nil where it is not known.
  func slowTimeOfStep(of group: RunGroup) -> Double? {
    guard let times, let last = snapshots(of: group).last?.ok.first, steps[last] > 0 else {
      return nil
    }
    return times[last] / Double(steps[last])
  }

  /// Median and quartiles of a group's runs at each of their snapshots, one that has diverged by
  /// then counting as infinite.
  ///
  /// The abscissa is the slow time where `isSlow`, else the step k.
  func points(
    _ quantity: Quantity, of group: RunGroup, isSlow: Bool
  ) -> [Curve.Point] {
    guard let series = values[quantity] else { return [] }
    let times = times
    return snapshots(of: group).compactMap { places in
      let x = isSlow ? times?[places.ok[0]] ?? .nan : Double(steps[places.ok[0]])
      return point(x: x, summary(series, at: places))
    }
  }

  /// The path of a group's medians in the plane of two quantities, in order of time; quartiles are
  /// those of the second.
  func path(
    _ horizontal: Quantity, _ vertical: Quantity, of group: RunGroup
  ) -> [Curve.Point] {
    guard let xs = values[horizontal], let ys = values[vertical] else { return [] }
    return snapshots(of: group).compactMap { places in
      let x = summary(xs, at: places).median
      return x.isFinite ? point(x: x, summary(ys, at: places)) : nil
    }
  }

  /// Places of the values of a group's runs at one snapshot.
  private struct Places {
    /// Of the runs that took all steps; at least one.
    var ok: [Int]
    /// Of the others.
    var diverged: [Int]
  }

  private func summary(_ series: [Double], at places: Places) -> FinalSummary {
    let (ok, diverged) = (places.ok.map { series[$0] }, places.diverged.map { series[$0] })
    // What was recorded before a run diverged is a value as any other.
    let before = diverged.filter(\.isFinite)
    return FinalSummary(ok + before, divergedCount: diverged.count - before.count)
  }

  private func point(x: Double, _ summary: FinalSummary) -> Curve.Point? {
    guard let quartiles = summary.quartiles else { return nil }
    return Curve.Point(
      x: x, lower: quartiles.lower, middle: quartiles.median, upper: quartiles.upper,
      runCount: summary.runCount, lostCount: summary.lostCount)
  }

  private func okRows(of group: RunGroup) -> [Int] { group.okRows.compactMap { rowOfRun[$0] } }

  /// The snapshots of a group's first run that took all steps.
  private func snapshots(of group: RunGroup) -> [Places] {
    let okRows = okRows(of: group)
    let diverged = group.divergedRows.compactMap { rowOfRun[$0] }
    guard let first = okRows.first else { return [] }
    return (0..<snapshotCount).compactMap { snapshot in
      guard steps[first * snapshotCount + snapshot] >= 0 else { return nil }
      return Places(
        ok: okRows.map { $0 * snapshotCount + snapshot },
        diverged: diverged.map { $0 * snapshotCount + snapshot })
    }
  }
}
