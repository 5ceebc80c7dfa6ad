/// A character of a formula: line and column from 1, the column in Unicode scalars.
public struct TextPlace: Hashable, Comparable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The character in its line, from 1; a tab is one character.
  public var column: Int

  /// The character at a line and column.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// In the order of reading.
  public static func < (a: TextPlace, b: TextPlace) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}

/// A stretch of a formula's text, first and last character included.
public struct TextSpan: Hashable, Sendable {
  /// The first character.
  public var first: TextPlace
  /// The last character.
  public var last: TextPlace

  /// From the first character to the last.
  public init(_ first: TextPlace, _ last: TextPlace) {
    self.first = first
    self.last = last
  }

  /// A single character.
  init(_ place: TextPlace) { self.init(place, place) }

  /// From the start of this span to the end of another.
  func through(_ other: TextSpan) -> TextSpan { TextSpan(first, other.last) }
}
