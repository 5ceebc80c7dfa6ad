/// A quantity that follows from parameters of a run: β₂ of 1 − β₂, δ of α, the steps of a slow time.
///
/// It may be what is computed with (``computed``), a column of the results (``label``), or both. The
/// two differ: 1 − 0.99 is 0.010000000000000009, its label 0.01.
public struct Derived: Sendable {
  /// Gives a parameter's value by path; nil where it is not set.
  public typealias Lookup = Values.Lookup

  /// The column's name.
  public var name: String
  /// What it is, with the paper's symbol.
  public var longName: String
  /// The paper's symbol, or a short word.
  public var symbol: String
  /// Its part in comparisons.
  public var role: Role
  /// How its numbers are drawn; nil for words.
  public var scale: Scale?
  /// Whether it often follows from others, and then needs no column in a report.
  public var mayFollow = false
  /// What reports know it as.
  public var part: Part?
  /// What documents say of the label of a run without a value of its own; nil: the label itself.
  public var otherwise: String?
  /// Its place among the columns of format 2; see ``Column/place``.
  public var place: Int?
  /// Paths of the parameters that decide it.
  public var follows: [String] = []
  /// Further such paths where some run has the parameter at another path.
  public var followsWhere: [String: [String]] = [:]
  /// Paths at which a sweep gives it under other names.
  public var givenAt: [String] = []
  /// The parameter whose kinds have it, by path; nil for all.
  public var owner: String?
  /// The label that no run can have as a value; nil where every run has a value.
  public var missing: Value?
  /// Some run must have a parameter at one of these paths, or there is no column; empty: there
  /// always is.
  public var needs: [String] = []
  /// Path under which parts of a run read it, where it is what is computed with.
  public var path: String?
  /// What is computed with; nil where it does not follow.
  public var computed: (@Sendable (_ value: Lookup) -> Value?)?
  /// The label of a run; nil where it has no column.
  public var label: (@Sendable (_ value: Lookup) -> Value)?
  /// The format that brought it.
  public var since = 2

  /// A quantity by name; the other properties have values of their own.
  public init(
    _ name: String, longName: String, symbol: String? = nil, role: Role, scale: Scale? = .linear
  ) {
    self.name = name
    self.longName = longName
    self.symbol = symbol ?? name
    self.role = role
    self.scale = scale
  }

  /// The quantity that is a parameter, whichever way a sweep gives it.
  ///
  /// - Parameters:
  ///   - parameter: The parameter, whose words it has.
  ///   - name: The column's name; nil: the parameter's key.
  public init(of parameter: Parameter, _ name: String? = nil) {
    self.init(
      name ?? parameter.key, longName: parameter.longName, symbol: parameter.symbol,
      role: parameter.role, scale: parameter.type.isText ? nil : parameter.scale)
  }

  /// The quantity with other properties.
  public func with(_ change: (inout Derived) -> Void) -> Derived {
    var copy = self
    change(&copy)
    return copy
  }
}
