/// What a parameter's values may be.
public enum ValueType: Hashable, Sendable {
  /// A real number.
  case real(RealRange)
  /// A whole number.
  case integer(ClosedRange<Int>)
  /// A whole number, or the one word that stands for another.
  case integerOrWord(ClosedRange<Int>, String)
  /// One of these words.
  case choice([String])
  /// A list of whole numbers that is one value, as text between brackets: `[10, 20]`.
  case integers(ClosedRange<Int>)
  /// `true` or `false`.
  case flag
  /// The path of a user's file; what stands for it everywhere else is the digest of its content.
  case path
  /// 0…2⁶⁴−1.
  case seed
  /// A text for people; one, never an axis.
  case text
  /// A text that is read as a formula.
  case formula
  /// A block that is one value; see ``Structure``.
  case structure
  /// A block of names, each with a value of its own; the value is the names, between spaces.
  case names

  /// Whether values are words in the results; a flag is 0 or 1 there.
  public var isText: Bool {
    switch self {
    case .choice, .path, .text, .formula, .structure, .names, .integers: true
    case .real, .integer, .integerOrWord, .flag, .seed: false
    }
  }

  /// The words that a value may be; nil where it may be something else.
  public var words: [String]? {
    switch self {
    case .choice(let words): words
    case .flag: ["false", "true"]
    case .real, .integer, .integerOrWord, .integers, .path, .seed, .text, .formula, .structure,
      .names:
      nil
    }
  }

  /// The type in words, for messages: "a number > 0".
  public var summary: String {
    switch self {
    case .real(let range): "a number \(range.summary)"
    case .integer(let range) where range.upperBound == .max: "a whole number ≥ \(range.lowerBound)"
    case .integer(let range): "a whole number in \(range.lowerBound)…\(range.upperBound)"
    case .integerOrWord(let range, let word):
      "a whole number in \(range.lowerBound)…\(range.upperBound) or '\(word)'"
    case .integers(let range) where range.upperBound == .max:
      "a list of whole numbers ≥ \(range.lowerBound)"
    case .integers(let range):
      "a list of whole numbers in \(range.lowerBound)…\(range.upperBound)"
    case .path: "the path of a file"
    case .choice, .flag: "one of: " + (words ?? []).joined(separator: ", ")
    case .seed: "a whole number in 0…\(UInt64.max)"
    case .text: "a text"
    case .formula: "the text of a formula"
    case .structure: "a block of keys"
    case .names: "a block of names and values"
    }
  }
}
