/// Why no kind can be made from values that are right one by one: a formula that does not parse, sizes
/// that overflow.
public struct KindError: Error, Hashable, Sendable {
  /// The key that is at fault; nil for the whole block.
  public var key: String?
  /// The characters of the key's text that are at fault, counted from 0; nil for all.
  public var characters: Range<Int>?
  /// What is wrong, as a sentence without a full stop.
  public var message: String
  /// The way out, or nil.
  public var hint: String?

  /// What is wrong, where, and the way out if there is one.
  public init(
    _ message: String, key: String? = nil, characters: Range<Int>? = nil, hint: String? = nil
  ) {
    self.key = key
    self.characters = characters
    self.message = message
    self.hint = hint
  }
}
