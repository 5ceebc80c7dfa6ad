/// The law of a generated design.
public enum DesignKind: String, Hashable, Sendable, CaseIterable {
  /// Entries of ±1 with probability ½ each.
  case sign
  /// Standard normal entries.
  case gaussian
  /// Rows uniform on the sphere of radius √q.
  case sphere
  /// Entries uniform on [−1, 1).
  case uniform
  /// Rows that are unit vectors, no two of them the same before each has been there.
  case oneHot = "one-hot"
}
