/// What is known of a column of results, for tables, figures and documents.
public struct ColumnDescription: Hashable, Sendable {
  /// The dataset's name.
  public var name: String
  /// Path of the parameter, where it is one.
  public var path: String?
  /// Paths at which a sweep gives it under other names.
  public var givenAt: [String] = []
  /// What it is, with the paper's symbol.
  public var longName: String
  /// The paper's symbol, or a short word.
  public var symbol: String
  /// Its part in comparisons.
  public var role: Role
  /// How numbers are drawn; nil for words.
  public var scale: Scale?
  /// Whether a report chooses the best value for each method, as no two methods have the same.
  public var isChosen: Bool
  /// Whether it often follows from others, and then needs no column in a report.
  public var mayFollow: Bool
  /// What reports know it as.
  public var part: Part?

  /// What is declared of a parameter.
  public init(of parameter: Parameter, at path: String) {
    name = parameter.columnName ?? parameter.key
    self.path = path
    longName = parameter.longName
    symbol = parameter.symbol
    role = parameter.role
    scale = parameter.type.isText ? nil : parameter.scale
    (isChosen, mayFollow, part) = (parameter.isChosen, parameter.mayFollow, parameter.part)
  }

  /// What is declared of a quantity that follows from parameters.
  public init(of derived: Derived) {
    name = derived.name
    path = derived.path
    givenAt = derived.givenAt
    longName = derived.longName
    symbol = derived.symbol
    role = derived.role
    scale = derived.scale
    (isChosen, mayFollow, part) = (false, derived.mayFollow, derived.part)
  }
}
