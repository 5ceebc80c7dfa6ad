/// How a parameter stands in the results: every run has a label in every column.
public struct Column: Hashable, Sendable {
  /// The label of a run that lacks the parameter.
  public enum Absence: Hashable, Sendable {
    /// What the mathematics says: sgd has β₁ = 0.
    case value(Value)
    /// One that no run can have as a value: −1, or `none`.
    case label(Value)
  }

  /// The dataset's name; nil: the parameter's key.
  public var name: String?
  /// Its place among the columns of format 2; nil for later ones, which follow in the order of the
  /// registry.
  public var place: Int?
  /// The label of a run that lacks the parameter.
  public var absence: Absence
  /// What documents say of that label beside the label itself; nil: the kinds that have it.
  public var otherwise: String?
  /// Whether two runs may differ in it because the kinds of their blocks do.
  public var followsKind: Bool
  /// Paths of further parameters that decide the label.
  public var alsoFollows: [String]

  /// A column that a run without the parameter has 0 in.
  public init(
    _ name: String? = nil, place: Int? = nil, absence: Absence = .value(.real(0)),
    otherwise: String? = nil, followsKind: Bool = true, alsoFollows: [String] = []
  ) {
    self.name = name
    self.place = place
    self.absence = absence
    self.otherwise = otherwise
    self.followsKind = followsKind
    self.alsoFollows = alsoFollows
  }
}
