/// The runs that have a parameter, by the words of another column: λ is one of those whose
/// `optimizer` is adam-e.
public struct ColumnOwners: Hashable, Sendable {
  /// The column with the words.
  public let column: String
  /// The words of runs that have the parameter.
  public let words: [String]
  /// Whether that goes without saying: the file does not say it.
  public let areAll: Bool

  /// The runs with one of these words in a column.
  public init(column: String, words: [String], areAll: Bool = false) {
    self.column = column
    self.words = words
    self.areAll = areAll
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
