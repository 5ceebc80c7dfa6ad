public import Parameters

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

  /// A dimension of a results file, by its name.
  public struct Dimension: RawRepresentable, Hashable, Sendable {
    /// The name of its coordinate.
    public let rawValue: String

    /// The dimension of this name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The runs.
    public static let run = Dimension(rawValue: DatasetName.run)
    /// The snapshots of each.
    public static let snapshot = Dimension(rawValue: DatasetName.snapshot)
    /// The entries of a signal.
    public static let entry = Dimension(rawValue: DatasetName.entry)
  }

  /// The dataset's name.
  public let name: String
  /// How its elements are stored.
  public let elementType: ElementType
  /// Its axes, slowest first; empty for a parameter that never varies in a file of format 1.
  public let dimensions: [Dimension]
  /// Whether it is a parameter of the runs; the others are records.
  public let isParameter: Bool
  /// Whether every run has a label, as in parameters since format 2; else fills are missing values.
  public let isLabel: Bool
  /// The label of numbers that stands for a run that has no value at all; of texts it is `none`.
  ///
  /// Nil where every run has a value.
  public let missingLabel: Double?
  /// The runs that have the parameter, the others having a label only; nil for all.
  public let owners: ColumnOwners?
  /// Whether elements may differ from each other; if not, all are the same, most often a fill.
  public let isWritten: Bool
  /// What it is, for people and for plots.
  public let longName: String
  /// Its units; nil for what has none, such as text.
  public let units: String?
  /// The paper's symbol, or a short word; nil in a file of format 1.
  public let symbol: String?
  /// Its part in comparisons; nil in a file of format 1.
  public let role: ColumnMeaning.Role?
  /// How it is drawn along an axis; nil for words and flags, and in a file of format 1.
  public let scale: ColumnMeaning.Scale?

  /// Whether every run has elements of its own.
  public var isPerRun: Bool { dimensions.first == .run }

  /// Whether it is a number that was recorded at every snapshot.
  var isQuantity: Bool {
    !isParameter && elementType == .float64 && dimensions == [.run, .snapshot] && content == nil
  }

  /// What array it is; nil for a parameter and for what is one number a snapshot.
  var content: RecordedArray.Content? {
    if isParameter || elementType != .float64 { return nil }
    if let content = RecordedArray.content(ofDataset: name) { return content }
    return isOwnVector ? .own(Quantity(name, longName: longName, symbol: symbol)) : nil
  }

  /// Whether it is a vector at every snapshot that the sweep file wrote itself.
  public var isOwnVector: Bool {
    !isParameter && elementType == .float64
      && dimensions.map(\.rawValue) == [
        DatasetName.run, DatasetName.snapshot, RecordedArray.axisName(ofVector: name),
      ]
  }

  /// The dimensions behind run and snapshot.
  public var axes: [Dimension] { dimensions.filter { $0 != .run && $0 != .snapshot } }

  /// Whether runs may differ in it.
  public var isVaried: Bool { isPerRun && isWritten }
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

  /// Value `index` of a column as a table of it has it: labels as they are, fills empty.
  ///
  /// - Precondition: `index` is in `0..<count`.
  public func text(at index: Int, of column: ResultsColumn) -> String {
    column.isLabel ? label(at: index) : text(at: index)
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
