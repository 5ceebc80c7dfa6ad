/// What a column of results says of itself, for people, plots and reports.
public struct ColumnMeaning: Hashable, Sendable {
  /// The part that a column plays when runs are compared.
  public enum Role: String, Hashable, Sendable {
    /// What is to be solved: model, data and their sizes.
    case problem
    /// How it is solved; what a sweep compares.
    case method
    /// What a user would tune for each method.
    case tuned
    /// Replicates.
    case seed
    /// What a run recorded.
    case record
  }

  /// How a column is drawn along an axis.
  public enum Scale: String, Hashable, Sendable {
    case linear
    case logarithmic
  }

  /// What it is, with the paper's symbol.
  public var longName: String
  /// The paper's symbol, or a short word.
  public var symbol: String
  /// Its part in comparisons.
  public var role: Role
  /// How numbers are drawn; nil for words and flags.
  public var scale: Scale?

  /// What a column says.
  public init(longName: String, symbol: String, role: Role, scale: Scale? = .linear) {
    self.longName = longName
    self.symbol = symbol
    self.role = role
    self.scale = scale
  }
}
