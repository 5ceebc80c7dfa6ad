/// How a block begins; several add up.
///
/// `Text` is what the numbers are given as: texts where a model is written, formulas where it was read.
public enum Start<Text> {
  /// An array of the block's shape, or a number that fills it.
  case values(Text)
  /// Normal numbers of this standard deviation.
  case normal(Text)
  /// Uniform numbers between minus this and this.
  case uniform(Text)
  /// An orthogonal matrix times this.
  case orthogonal(Text)
  /// Plus or minus this with equal chance.
  case signs(Text)
  /// Normal rows, each made to have this length.
  case unitRows(Text)
  /// What another block begins with.
  case sameAs(String)

  /// What these are called in a sweep file.
  public static var kinds: [String] {
    ["normal", "uniform", "orthogonal", "signs", "unit_rows", "formula", "same_as"]
  }
}

extension Start: Sendable where Text: Sendable {}

extension Start where Text == String {
  /// The start that a kind's name and its value stand for; nil where there is no such kind.
  public init?(kind: String, _ value: String) {
    switch kind {
    case "normal": self = .normal(value)
    case "uniform": self = .uniform(value)
    case "orthogonal": self = .orthogonal(value)
    case "signs": self = .signs(value)
    case "unit_rows": self = .unitRows(value)
    case "formula": self = .values(value)
    case "same_as": self = .sameAs(value)
    default: return nil
    }
  }
}
