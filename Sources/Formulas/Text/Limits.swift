/// How large a formula may be, so that no text takes long or takes the stack.
public enum Limits {
  /// Nodes of the graph.
  public static let nodes = 10_000
  /// Brackets inside brackets.
  public static let nesting = 200
  /// Numbers of one array, and parameters of a model.
  public static let numbers = 100_000_000
  /// Characters of a text.
  public static let characters = 1_000_000
  /// Mistakes that are told; there may be more.
  static let mistakes = 100
  /// Words and signs of a text.
  static let tokens = 100_000
  /// Expressions that are read in all, those of a loop once for each round.
  static let readings = 200_000
}
