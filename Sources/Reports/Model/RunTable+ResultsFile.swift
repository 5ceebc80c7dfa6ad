public import Shards

extension RunTable {
  /// Reads a results file: parameters, states and last snapshots.
  ///
  /// One variable at a time is in memory as a whole, 8 bytes a run and snapshot.
  ///
  /// - Throws: ``ShardError``.
  public init(reading file: borrowing ResultsFile) throws(ShardError) {
    var parameters: [Column] = []
    for name in file.attribute("coordinates")?.split(separator: " ").map(String.init) ?? [] {
      if let values = try file.parameter(name) { parameters.append((name, values)) }
    }
    let snapshotCount = file.snapshotCount
    let steps = try file.steps()
    let last = (0..<file.runCount).map { run in
      (0..<snapshotCount).last { steps[run * snapshotCount + $0] >= 0 }
    }
    var finals: [RecordVariable: [Double]] = [:]
    for variable in SummaryColumn.all.compactMap(\.variable) {
      let series = try file.variable(variable)
      finals[variable] = last.enumerated().map { run, snapshot in
        snapshot.map { series[run * snapshotCount + $0] } ?? .nan
      }
    }
    self.init(
      title: file.attribute("title") ?? "untitled", question: file.attribute("question"),
      parameters: parameters, states: try file.status(), finals: finals)
  }
}

extension Traces {
  /// Reads the series that figures need.
  ///
  /// - Throws: ``ShardError``.
  public init(reading file: borrowing ResultsFile) throws(ShardError) {
    var values: [RecordVariable: [Double]] = [:]
    for variable in Self.variables { values[variable] = try file.variable(variable) }
    self.init(snapshotCount: file.snapshotCount, steps: try file.steps(), values: values)
  }
}
