/// A parameter of the runs as a labelled column of the results file.
public struct ParameterColumn: Sendable {
  /// The values of consecutive runs.
  public enum Values: Hashable, Sendable {
    /// Words; empty where meaningless.
    case text([String])
    /// Reals; NaN where meaningless.
    case real([Double])
    /// Whole numbers; −1 where meaningless.
    case integer([Int64])
    /// Seeds, 0…2⁶⁴−1; always meaningful.
    case seed([UInt64])
  }

  /// The dataset's name.
  public let name: String
  /// What the parameter is, with the paper's symbol.
  public let longName: String
  /// Whether all runs of the sweep have the same value.
  public let isConstant: Bool
  /// The values of a range of runs.
  public let values: @Sendable (Range<Int>) -> Values

  /// A column whose values are computed from run indices.
  public init(
    name: String, longName: String, isConstant: Bool,
    values: @escaping @Sendable (Range<Int>) -> Values
  ) {
    self.name = name
    self.longName = longName
    self.isConstant = isConstant
    self.values = values
  }
}
