/// The mathematics of a kind as Python over `jax.numpy`, in the words of docs/formulas.md: what `thalweg show --as
/// jax` prints of it.
///
/// The last statement is an expression, whose value counts. Lines may name the keys of the kind's block that are
/// numbers, and what their place gives them; what else they name is given here.
public struct PythonText: Hashable, Sendable {
  /// A name and the Python that it stands for.
  public struct Name: Hashable, Sendable {
    /// A name.
    public var name: String
    /// An expression.
    public var value: String

    /// A name with its value.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  /// Statements, one a line or more.
  public var lines: String
  /// What they name beside keys, in this order.
  public var names: [Name]

  /// Lines, and what they name beside keys.
  public init(_ lines: String, names: [Name] = []) { (self.lines, self.names) = (lines, names) }
}

/// Why there is no Python of something: a sentence without its full stop.
public struct NoPython: Error, Hashable, Sendable {
  /// The reason.
  public let reason: String

  /// A reason.
  public init(_ reason: String) { self.reason = reason }
}

extension PythonText {
  /// Numbers by name.
  static func names(_ numbers: [(name: String, value: Double)]) -> [Name] {
    numbers.map { Name($0.name, "\($0.value)") }
  }

  /// A list of equal neighbours as Python: `[10] * 8 + [8]`.
  static func list<Element: Equatable>(_ elements: [Element], _ text: (Element) -> String) -> String
  {
    var runs: [(element: Element, count: Int)] = []
    for element in elements {
      if let last = runs.last, last.element == element {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((element, 1))
      }
    }
    if runs.count == elements.count { return "[\(elements.map(text).joined(separator: ", "))]" }
    return runs.map { "[\(text($0.element))]" + ($0.count > 1 ? " * \($0.count)" : "") }
      .joined(separator: " + ")
  }

  /// The shape of an array as Python: `(8, 10)`, `(8,)`, `()`.
  public static func shape(_ lengths: [Int]) -> String {
    "(\(lengths.map(String.init).joined(separator: ", "))\(lengths.count == 1 ? "," : ""))"
  }
}
