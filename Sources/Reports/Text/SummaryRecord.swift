internal import Shards

/// The summary table for programs: the file's own names, full precision.
public struct SummaryRecord: Hashable, Sendable, Encodable {
  /// A value of a cell.
  public enum Cell: Hashable, Sendable, Encodable {
    case text(String)
    case number(Double)
    case count(Int)
    /// Not known, without meaning, or a median that most runs are lost to; `null`.
    case missing

    /// Writes the value itself.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      case .count(let count): try container.encode(count)
      case .missing: try container.encodeNil()
      }
    }
  }

  /// Names of the columns.
  public let columns: [String]
  /// The rows, in the table's order.
  public let rows: [[Cell]]
  /// Rows that were left out.
  public let hiddenRows: Int

  /// The record of a table.
  public init(_ summary: SummaryTable) {
    columns = summary.columnNames
    rows = summary.rows.map { row in
      let key = zip(summary.grouping.keyAxes, row.key).map { axis, level -> Cell in
        let text = axis.levels[level]
        if text.isEmpty { return .missing }
        guard let number = Double(text), number.isFinite else { return .text(text) }
        return Int(text).map { .count($0) } ?? .number(number)
      }
      let results = summary.columns.map { column -> Cell in
        if column.quantity == nil { return .count(row.recoveredCount) }
        let value = summary.grouping.value(of: column, in: row)
        return value.isFinite ? .number(value) : .missing
      }
      return key + summary.counts(of: row).map { .count($0) } + results
    }
    hiddenRows = summary.hiddenCount
  }
}

extension SummaryTable {
  /// The sweep's name.
  public var title: String { table.title }
  /// The question it answers.
  public var question: String? { table.question }
  /// Runs by how they ended.
  public var runCounts: [String: Int] {
    Dictionary(uniqueKeysWithValues: table.counts.map { ($0.state.meaning, $0.count) })
  }
}
