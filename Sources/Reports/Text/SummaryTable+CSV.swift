internal import Shards

extension SummaryTable {
  /// The table as comma-separated values with the file's own names, at full precision.
  ///
  /// Empty where a value means nothing or is not known.
  public var csv: String {
    var lines = [columnNames.joined(separator: ",")]
    for row in rows {
      let key = zip(grouping.keyAxes, row.key).map { Self.quoted($0.levels[$1]) }
      let results = columns.map { column in
        guard column.quantity != nil else { return "\(row.recoveredCount)" }
        let value = grouping.value(of: column, in: row)
        return value.isNaN ? "" : exact(value)
      }
      let fields = key + counts(of: row).map { "\($0)" } + results
      lines.append(fields.joined(separator: ","))
    }
    return lines.joined(separator: "\n")
  }

  /// Names of the columns for programs: those of the file.
  var columnNames: [String] {
    grouping.keyAxes.map(\.kind.name) + ["runs_computed", "runs_diverged"]
      + (knowsProjection ? ["runs_unprojected"] : []) + columns.map(\.name)
  }

  /// A row's counts of runs, as ``columnNames`` has them.
  func counts(of row: RunGroup) -> [Int] {
    [row.computedCount, row.divergedCount]
      + (knowsProjection ? [grouping.unprojectedCount(of: row)] : [])
  }

  private var knowsProjection: Bool {
    columns.contains(where: \.isProjected)
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
