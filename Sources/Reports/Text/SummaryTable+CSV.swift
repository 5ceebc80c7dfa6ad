internal import Shards

extension SummaryTable {
  /// The table as comma-separated values with the file's own names, at full precision.
  ///
  /// Empty where a value means nothing or is not known.
  public var csv: String {
    let names =
      grouping.keyAxes.map(\.kind.name) + ["runs_computed", "runs_diverged"]
      + columns.map { $0.variable?.name ?? "recovered" }
    var lines = [names.joined(separator: ",")]
    for row in rows {
      let key = zip(grouping.keyAxes, row.key).map { Self.quoted($0.levels[$1]) }
      let results = columns.map { column in
        guard column.variable != nil else { return "\(row.recoveredCount)" }
        let value = column.value(of: row)
        return value.isNaN ? "" : "\(value)"
      }
      let fields = key + ["\(row.computedCount)", "\(row.divergedCount)"] + results
      lines.append(fields.joined(separator: ","))
    }
    return lines.joined(separator: "\n")
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
