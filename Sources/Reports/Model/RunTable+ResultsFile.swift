public import Parameters
public import Shards

extension RunTable {
  /// Reads a results file: parameters, states and last snapshots.
  ///
  /// Records are read in blocks of about 8 MB. A parameter's texts are in memory for all runs, one
  /// parameter at a time; what stays takes about 170 bytes a run. Seeds are replicates to a report
  /// and are only read where `wanted` names them, the parameters that the caller will ask for. What the
  /// file does not say of its parameters is in `known`.
  ///
  /// - Throws: ``ShardError``.
  public init(
    reading file: borrowing ResultsFile, wanted: [String] = [], known: [ColumnDescription]
  ) throws(ShardError) {
    let columns = try file.columns()
    var parameters: [RunParameter] = []
    for name in try Self.parameterNames(of: file) {
      let column = columns.first { $0.name == name }
      let kind = ParameterKind(name, column: column, known: known)
      let isNeeded = kind.role != .seed || wanted.contains(name)
      guard isNeeded, let values = try file.parameter(name) else { continue }
      parameters.append(RunParameter(kind, values: values))
    }
    let asked =
      try file.attribute("specification").map {
        AskedParameters(specification: $0, runCount: file.runCount, known: known)
      } ?? .none
    parameters += [asked.slowTimes].compactMap { $0 }
    let last = try Self.lastSnapshots(of: file, columns)
    var finals: [Quantity: [Double]] = [:]
    for quantity in try file.quantities
    where quantity.head != nil || quantity.use == .restPoint || quantity.caution != nil {
      var values = try Self.values(of: quantity, at: last, in: file, columns)
      if quantity.use == .projectedLoss {
        try Self.markUnprojected(&values, at: last, in: file, columns)
      }
      // A quantity that nothing computed takes no room.
      if values.contains(where: { !$0.isNaN }) { finals[quantity] = values }
    }
    self.init(
      title: try file.attribute("title") ?? "untitled", question: try file.attribute("question"),
      parameters: parameters, states: try file.status(), finals: finals,
      slowStarts: try Self.slowStarts(of: file, columns))
    askedNames = asked.names
  }

  /// Makes the value infinite of each run that could not be projected; NaN stays where that was not
  /// tried.
  private static func markUnprojected(
    _ values: inout [Double], at snapshots: [Int32], in file: borrowing ResultsFile,
    _ columns: [ResultsColumn]
  ) throws(ShardError) {
    var failed: [Int] = []
    let length = file.snapshotCount
    try file.forEachBlock(of: "projection_status", in: columns) { runs, states in
      guard case .integer(let series) = states else { return }
      for (row, run) in runs.enumerated() where snapshots[run] >= 0 {
        // 0 is a success, and less than 0 no trial.
        if series[row * length + Int(snapshots[run])] > 0 { failed.append(run) }
      }
    }
    for run in failed where values[run].isNaN { values[run] = .infinity }
  }

  private static func slowStarts(
    of file: borrowing ResultsFile, _ columns: [ResultsColumn]
  ) throws(ShardError) -> [Int64] {
    var starts: [Int64] = []
    try file.forEachBlock(of: "slow_start_step", in: columns) { _, values in
      if case .integer(let steps) = values { starts += steps }
    }
    return starts
  }

  /// The parameters that a results file has, in its order.
  ///
  /// - Throws: ``ShardError``.
  public static func parameterNames(
    of file: borrowing ResultsFile
  ) throws(ShardError) -> [String] {
    try file.attribute("coordinates")?.split(separator: " ").map(String.init) ?? []
  }

  /// Each run's last snapshot; −1 where it has none.
  private static func lastSnapshots(
    of file: borrowing ResultsFile, _ columns: [ResultsColumn]
  ) throws(ShardError) -> [Int32] {
    var last = Array(repeating: Int32(-1), count: file.runCount)
    let length = file.snapshotCount
    try file.forEachBlock(of: "step", in: columns) { runs, values in
      guard case .integer(let steps) = values else { return }
      for (row, run) in runs.enumerated() {
        let snapshot = (0..<length).last { steps[row * length + $0] >= 0 }
        last[run] = Int32(snapshot ?? -1)
      }
    }
    return last
  }

  /// A quantity at one snapshot of each run; NaN where there is none.
  private static func values(
    of quantity: Quantity, at snapshots: [Int32], in file: borrowing ResultsFile,
    _ columns: [ResultsColumn]
  ) throws(ShardError) -> [Double] {
    var finals = Array(repeating: Double.nan, count: file.runCount)
    let length = file.snapshotCount
    try file.forEachBlock(of: quantity.name, in: columns) { runs, values in
      guard case .real(let series) = values else { return }
      for (row, run) in runs.enumerated() where snapshots[run] >= 0 {
        finals[run] = series[row * length + Int(snapshots[run])]
      }
    }
    return finals
  }
}

extension Traces {
  /// Reads the series that figures need, of some runs.
  ///
  /// Records are read in blocks of about 8 MB; only the given runs, which ascend, stay.
  ///
  /// - Throws: ``ShardError``.
  public init(reading file: borrowing ResultsFile, runs: [Int]) throws(ShardError) {
    let columns = try file.columns()
    let length = file.snapshotCount
    var steps: [Int] = []
    try Self.forEachRow(of: "step", at: runs, in: file, columns) { values, row in
      guard case .integer(let found) = values else { return }
      steps += found[(row * length)..<((row + 1) * length)].map { Int($0) }
    }
    var series: [Quantity: [Double]] = [:]
    for quantity in try file.quantities where Self.uses.contains(quantity.use) {
      var kept: [Double] = []
      try Self.forEachRow(of: quantity.name, at: runs, in: file, columns) { values, row in
        guard case .real(let found) = values else { return }
        kept += found[(row * length)..<((row + 1) * length)]
      }
      // What nothing computed was not read.
      series[quantity] =
        kept.isEmpty ? Array(repeating: .nan, count: runs.count * length) : kept
    }
    self.init(runs: runs, snapshotCount: length, steps: steps, values: series)
  }

  /// Calls `body` with the block and the row in it of each run.
  private static func forEachRow(
    of name: String, at runs: [Int], in file: borrowing ResultsFile, _ columns: [ResultsColumn],
    _ body: (ParameterColumn.Values, Int) -> Void
  ) throws(ShardError) {
    var rest = runs[...]
    try file.forEachBlock(of: name, in: columns, upTo: runs.last) { block, values in
      while let run = rest.first, block.contains(run) {
        body(values, run - block.lowerBound)
        rest = rest.dropFirst()
      }
    }
  }
}

extension ResultsFile {
  /// Calls `body` with the values of consecutive runs, a million at a time; not at all where
  /// nothing was written.
  ///
  /// - Throws: ``ShardError``.
  func forEachBlock(
    of name: String, in columns: [ResultsColumn], upTo last: Int? = nil,
    _ body: (Range<Int>, ParameterColumn.Values) -> Void
  ) throws(ShardError) {
    guard let column = columns.first(where: { $0.name == name }), column.isWritten else { return }
    let rows = max(1, (1 << 20) / max(1, try elementsPerRun(of: column)))
    let end = min(runCount, (last ?? runCount - 1) + 1)
    for first in stride(from: 0, to: end, by: rows) {
      let block = first..<min(first + rows, end)
      body(block, try values(of: column, runs: block))
    }
  }
}
