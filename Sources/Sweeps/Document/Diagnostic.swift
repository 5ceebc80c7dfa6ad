/// One mistake in a sweep file: what is wrong, where, and how to go on.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  /// Where the mistake is.
  public var place: Place
  /// What is wrong, as a sentence without a full stop.
  public var message: String
  /// The way out (a right spelling, an allowed range), or nil.
  public var hint: String?
  /// The offending line of text, without its line break.
  public var line: String

  /// A mistake at a place; `line` is the text of the line that `place` points into.
  public init(place: Place, message: String, hint: String? = nil, line: String) {
    self.place = place
    self.message = message
    self.hint = hint
    self.line = line
  }

  /// `file:line:column: message`, the offending line, and a caret with the hint.
  public var description: String {
    let number = String(place.line)
    let gutter = String(repeating: " ", count: max(5 - number.count, 0)) + number + " | "
    let margin = String(repeating: " ", count: gutter.count - 2) + "| "
    let indent = String(repeating: " ", count: max(place.column - 1, 0))
    let caret = hint.map { "^ \($0)" } ?? "^"
    return """
      \(place.source):\(place.line):\(place.column): \(message)
      \(gutter)\(line)
      \(margin)\(indent)\(caret)
      """
  }
}
