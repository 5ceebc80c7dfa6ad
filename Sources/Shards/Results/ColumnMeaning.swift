public import Parameters

/// What a column of results says of itself, for people, plots and reports.
public struct ColumnMeaning: Hashable, Sendable {
  /// The part that a column plays when runs are compared.
  public typealias Role = Parameters.Role
  /// How a column is drawn along an axis.
  public typealias Scale = Parameters.Scale

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
