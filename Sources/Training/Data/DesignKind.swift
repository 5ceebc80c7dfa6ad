/// The law of a generated design's entries, independent and identically distributed.
public enum DesignKind: String, Hashable, Sendable, CaseIterable {
  /// ±1 with probability ½ each.
  case sign
  /// Standard normal.
  case gaussian
}
