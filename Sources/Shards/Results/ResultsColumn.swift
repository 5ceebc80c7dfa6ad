/// A dataset of a results file: its name, its type, and what its axes are.
public struct ResultsColumn: Hashable, Sendable {
  /// How elements are stored.
  public enum ElementType: String, Hashable, Sendable {
    case int8
    case int64
    case uint64
    case float64
    case text
  }

  /// The dimensions of a results file.
  public enum Dimension: String, CaseIterable, Hashable, Sendable {
    case run
    case snapshot
    case entry
  }

  /// The dataset's name.
  public let name: String
  /// How its elements are stored.
  public let elementType: ElementType
  /// Its axes, slowest first; empty for a parameter that never varies.
  public let dimensions: [Dimension]
  /// Whether it is a parameter of the runs; the others are records.
  public let isParameter: Bool
  /// Whether anything was written; if not, every element is a fill.
  public let isWritten: Bool
  /// What it is, for people and for plots.
  public let longName: String
  /// Its units; nil for what has none, such as text.
  public let units: String?

  /// Whether every run has elements of its own.
  public var isPerRun: Bool { dimensions.first == .run }
}

extension ParameterColumn.Values {
  /// The number of values.
  public var count: Int {
    switch self {
    case .text(let values): values.count
    case .real(let values): values.count
    case .integer(let values): values.count
    case .seed(let values): values.count
    }
  }

  /// Value `index`, counted from 0, in the shortest form that reads back as the same; empty for
  /// a fill.
  ///
  /// - Precondition: `index` is in `0..<count`.
  public func text(at index: Int) -> String {
    switch self {
    case .text(let values): values[index]
    case .real(let values): values[index].isNaN ? "" : "\(values[index])"
    case .integer(let values): values[index] == RecordBlock.integerFill ? "" : "\(values[index])"
    case .seed(let values): "\(values[index])"
    }
  }
}
