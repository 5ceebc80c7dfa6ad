public import Shards

/// A results file as comma-separated values: one row for each run and snapshot, or for each run.
///
/// Columns are the run's index, its parameters, `status` as a word, `diverged_at_step`, the
/// snapshot's index, and every record of one value a snapshot, under the names of the file; of a vector `s` that the
/// sweep file writes itself a column for each element, `s_0`, `s_1`, …. Reals
/// are the shortest decimals that read back as the same numbers; what is missing is empty. Text
/// with a comma, a quote or a line break is quoted (RFC 4180, with line feeds alone).
public enum TidyTable {
  /// Which rows a run has.
  public enum Rows: Sendable {
    /// One for each of its snapshots; none where there are none.
    case everySnapshot
    /// One, with the last snapshot; with empty records where there is none.
    case lastSnapshot
  }

  /// A column of the table.
  public struct Column: Hashable, Sendable {
    /// What its fields are.
    public enum Kind: Hashable, Sendable {
      case text
      case integer
      /// 0…2⁶⁴−1.
      case natural
      case real
    }

    /// Its name in the first row.
    public let name: String
    /// What its fields are, where they are not empty.
    public let kind: Kind
  }

  /// The table's columns, in order.
  public static func columns(
    of file: borrowing ResultsFile
  ) throws(ShardError) -> [Column] {
    let layout = try Layout(of: file)
    func column(_ column: ResultsColumn) -> Column {
      let kind: Column.Kind =
        switch column.elementType {
        case .text: .text
        case .int8: column.name == "status" ? .text : .integer
        case .int64: .integer
        case .uint64: .natural
        case .float64: .real
        }
      return Column(name: column.name, kind: kind)
    }
    return [Column(name: "run", kind: .integer)] + layout.parameters.map(column)
      + layout.ofRun.map(column) + [Column(name: "snapshot", kind: .integer)]
      + layout.series.map(column)
      + layout.vectors.flatMap { vector, length in
        (0..<length).map { Column(name: "\(vector.name)_\($0)", kind: .real) }
      }
  }

  /// Where the columns of a file go.
  private struct Layout {
    let parameters: [ResultsColumn]
    let ofRun: [ResultsColumn]
    let series: [ResultsColumn]
    /// Vectors with the number of their elements.
    let vectors: [(column: ResultsColumn, length: Int)]
    /// What has more than a value a snapshot.
    let omitted: [String]

    init(of file: borrowing ResultsFile) throws(ShardError) {
      let columns = try file.columns()
      parameters = columns.filter(\.isParameter)
      let records = columns.filter { $0.isPerRun && !$0.isParameter }
      ofRun = records.filter { $0.dimensions == [.run] }
      series = records.filter { $0.dimensions == [.run, .snapshot] }
      vectors = try records.filter(\.isOwnVector).map { column throws(ShardError) in
        (column, try file.extent(of: column.axes[0]))
      }
      omitted = records.filter { !$0.axes.isEmpty && !$0.isOwnVector }.map(\.name)
    }
  }

  /// Bytes handed on at once, about.
  private static let pieceLength = 1 << 18

  /// Writes the table piece by piece; memory does not grow with the file.
  ///
  /// - Parameters:
  ///   - file: The results.
  ///   - runs: Which of them, ascending.
  ///   - rows: Which rows each has.
  ///   - sink: Takes the bytes, UTF-8, in order.
  /// - Returns: The names of columns that have no place in the table: more than a value a snapshot.
  /// - Throws: ``ShardError``, also what `sink` throws.
  public static func write(
    _ file: borrowing ResultsFile, runs: [Int], rows: Rows,
    to sink: ([UInt8]) throws(ShardError) -> Void
  ) throws(ShardError) -> [String] {
    let layout = try Layout(of: file)
    let (parameters, ofRun, series) = (layout.parameters, layout.ofRun, layout.series)
    let names = try columns(of: file).map(\.name)
    var bytes = Array((names.joined(separator: ",") + "\n").utf8)
    // About 16 MiB of values.
    let width = layout.vectors.reduce(series.count) { $0 + $1.length }
    let rowsAtOnce = max(1, (2 << 20) / (file.snapshotCount * width + names.count))
    var position = 0
    while position < runs.count {
      let first = runs[position]
      let part = first..<min(first + rowsAtOnce, file.runCount)
      let end = runs[position...].firstIndex { $0 >= part.upperBound } ?? runs.count
      let block = Block(
        runs: part, snapshotCount: file.snapshotCount,
        parameters: Array(zip(parameters, try values(of: parameters, part, file))),
        ofRun: try values(of: ofRun, part, file), series: try values(of: series, part, file),
        vectors: Array(
          zip(
            layout.vectors.map(\.length),
            try values(of: layout.vectors.map(\.column), part, file))),
        stepColumn: series.firstIndex { $0.name == "step" },
        statusColumn: ofRun.firstIndex { $0.name == "status" })
      for run in runs[position..<end] {
        block.append(run, rows, to: &bytes)
        if bytes.count >= pieceLength {
          try sink(bytes)
          bytes.removeAll(keepingCapacity: true)
        }
      }
      position = end
    }
    try sink(bytes)
    return layout.omitted
  }

  private static func values(
    of columns: [ResultsColumn], _ runs: Range<Int>, _ file: borrowing ResultsFile
  ) throws(ShardError) -> [ParameterColumn.Values] {
    var values: [ParameterColumn.Values] = []
    for column in columns { values.append(try file.values(of: column, runs: runs)) }
    return values
  }

  /// The values of consecutive runs.
  private struct Block {
    let runs: Range<Int>
    let snapshotCount: Int
    let parameters: [(column: ResultsColumn, values: ParameterColumn.Values)]
    let ofRun: [ParameterColumn.Values]
    let series: [ParameterColumn.Values]
    let vectors: [(length: Int, values: ParameterColumn.Values)]
    /// The place in `series` of the step, which is a fill where there is no snapshot.
    let stepColumn: Int?
    let statusColumn: Int?

    func append(_ run: Int, _ rows: Rows, to bytes: inout [UInt8]) {
      let row = run - runs.lowerBound
      var head = Array("\(run)".utf8)
      for (column, values) in parameters {
        head.append(field: values.text(at: values.count == 1 ? 0 : row, of: column))
      }
      for (place, column) in ofRun.enumerated() {
        head.append(field: place == statusColumn ? state(row) : column.text(at: row))
      }
      let snapshots = (0..<snapshotCount).filter { snapshot in
        guard let stepColumn else { return true }
        return !series[stepColumn].text(at: row * snapshotCount + snapshot).isEmpty
      }
      switch rows {
      case .everySnapshot:
        for snapshot in snapshots { append(head, row, snapshot, to: &bytes) }
      case .lastSnapshot: append(head, row, snapshots.last, to: &bytes)
      }
    }

    private func append(
      _ head: [UInt8], _ row: Int, _ snapshot: Int?, to bytes: inout [UInt8]
    ) {
      bytes += head
      bytes.append(field: snapshot.map { "\($0)" } ?? "")
      for column in series {
        bytes.append(field: snapshot.map { column.text(at: row * snapshotCount + $0) } ?? "")
      }
      for (length, values) in vectors {
        for index in 0..<length {
          bytes.append(
            field: snapshot.map {
              values.text(at: (row * snapshotCount + $0) * length + index)
            } ?? "")
        }
      }
      bytes.append(UInt8(ascii: "\n"))
    }

    private func state(_ row: Int) -> String {
      guard let statusColumn, case .integer(let values) = ofRun[statusColumn] else { return "" }
      return RunState(rawValue: Int8(truncatingIfNeeded: values[row]))?.meaning ?? ""
    }
  }
}

extension [UInt8] {
  /// Appends a comma and a field, quoted if need be.
  fileprivate mutating func append(field text: String) {
    append(UInt8(ascii: ","))
    let quote = UInt8(ascii: "\"")
    let isPlain = text.utf8.allSatisfy {
      $0 != quote && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\n")
        && $0 != UInt8(ascii: "\r")
    }
    if isPlain { return append(contentsOf: text.utf8) }
    append(quote)
    for byte in text.utf8 {
      if byte == quote { append(quote) }
      append(byte)
    }
    append(quote)
  }
}
