/// The runs that have a parameter, by the words of another column: λ is one of those whose
/// `optimizer` is adam-e.
public struct ColumnOwners: Hashable, Sendable {
  /// The column with the words.
  public let column: String
  /// The words of runs that have the parameter.
  public let words: [String]

  /// The runs with one of these words in a column.
  public init(column: String, words: [String]) {
    self.column = column
    self.words = words
  }

  /// Reads what ``description`` wrote.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    self.init(column: String(parts[0]), words: parts[1].split(separator: " ").map(String.init))
  }
}

extension ColumnOwners: CustomStringConvertible {
  /// `optimizer: adam-e`.
  public var description: String { "\(column): \(words.joined(separator: " "))" }
}
