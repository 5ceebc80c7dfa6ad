/// A message that waits to be received.
public struct Status: Hashable, Sendable {
  /// Who sent it.
  public var source: Rank

  /// Its label.
  public var tag: Tag

  /// Its length in bytes.
  public var byteCount: Int
}
