public import Shards

extension RunTable {
  /// Reads a results file: parameters, states and last snapshots.
  ///
  /// One recorded variable at a time is in memory as a whole: 8 bytes a run and snapshot, for
  /// the steps 16. What stays takes about 170 bytes a run. Seeds are replicates to a report and are
  /// only read where `wanted` names them, the parameters that the caller will ask for.
  ///
  /// - Throws: ``ShardError``.
  public init(
    reading file: borrowing ResultsFile, wanted: [String] = []
  ) throws(ShardError) {
    var parameters: [RunParameter] = []
    for name in Self.parameterNames(of: file) {
      let isNeeded = ParameterKind.named(name).role != .seed || wanted.contains(name)
      guard isNeeded, let values = try file.parameter(name) else { continue }
      parameters.append(RunParameter(name: name, values: values))
    }
    let snapshotCount = file.snapshotCount
    let last = Self.lastSnapshots(steps: try file.steps(), runCount: file.runCount)
    var finals: [RecordVariable: [Double]] = [:]
    for variable in SummaryColumn.all.compactMap(\.variable) {
      let series = try file.variable(variable)
      let values = last.indices.map { run in
        last[run] < 0 ? Double.nan : series[run * snapshotCount + Int(last[run])]
      }
      // A variable that nothing computed takes no room.
      if values.contains(where: { !$0.isNaN }) { finals[variable] = values }
    }
    self.init(
      title: file.attribute("title") ?? "untitled", question: file.attribute("question"),
      parameters: parameters, states: try file.status(), finals: finals)
  }

  /// The parameters that a results file has, in its order.
  public static func parameterNames(of file: borrowing ResultsFile) -> [String] {
    file.attribute("coordinates")?.split(separator: " ").map(String.init) ?? []
  }

  /// Each run's last snapshot; −1 where it has none.
  private static func lastSnapshots(steps: [Int], runCount: Int) -> [Int32] {
    let snapshotCount = runCount == 0 ? 0 : steps.count / runCount
    return (0..<runCount).map { run in
      Int32((0..<snapshotCount).last { steps[run * snapshotCount + $0] >= 0 } ?? -1)
    }
  }
}

extension Traces {
  /// Reads the series that figures need, of some runs.
  ///
  /// One variable at a time is in memory as a whole, as for a ``RunTable``; of the others only the
  /// given runs, which ascend.
  ///
  /// - Throws: ``ShardError``.
  public init(reading file: borrowing ResultsFile, runs: [Int]) throws(ShardError) {
    let count = file.snapshotCount
    let steps = Self.rows(runs, of: try file.steps(), length: count)
    var values: [RecordVariable: [Double]] = [:]
    for variable in Self.variables {
      values[variable] = Self.rows(runs, of: try file.variable(variable), length: count)
    }
    self.init(runs: runs, snapshotCount: count, steps: steps, values: values)
  }

  private static func rows<Element>(
    _ rows: [Int], of matrix: [Element], length: Int
  ) -> [Element] {
    rows.flatMap { matrix[($0 * length)..<(($0 + 1) * length)] }
  }
}
