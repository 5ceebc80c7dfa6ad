/// How a column of results is drawn along an axis.
public enum Scale: String, Hashable, Sendable {
  /// By differences.
  case linear
  /// By ratios.
  case logarithmic
}
