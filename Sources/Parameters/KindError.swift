/// Why no kind can be made from values that are right one by one: a formula that does not parse, shapes
/// that do not fit.
public struct KindError: Error, Hashable, Sendable {
  /// The way from the block to what is at fault: keys, and numbers of elements from 0; empty for the
  /// whole block.
  public var path: [String]
  /// Whether the last key of the way is at fault itself, and not its value.
  public var isOfKey = false
  /// The line of the text there, from 1.
  public var line = 1
  /// The column in that line, from 1; nil for all of the text.
  public var column: Int?
  /// What is wrong, as a sentence without a full stop.
  public var message: String
  /// The way out, or nil.
  public var hint: String?

  /// What is wrong, where, and the way out if there is one.
  public init(_ message: String, at path: [String] = [], hint: String? = nil) {
    self.path = path
    self.message = message
    self.hint = hint
  }

  /// The error with other properties.
  public func with(_ change: (inout KindError) -> Void) -> KindError {
    var copy = self
    change(&copy)
    return copy
  }
}
