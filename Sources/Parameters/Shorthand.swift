/// Another way to write the block of a kind: with the word of another kind, or with none, and a key that
/// tells the two apart.
///
/// `{kind: matrix-factorization, symmetric: true}` is short for `{kind: symmetric-factorization}`.
public struct Shorthand: Hashable, Sendable {
  /// What the key says.
  public enum Sign: Hashable, Sendable {
    /// The block has the key, which is called otherwise in the kind that is meant.
    case given(as: String)
    /// The block lacks the key.
    case lacking
    /// The key has other values than the one that the other kind stands for; the kind that is meant may
    /// have the key, too. A list with both is a union of the two.
    case otherThan(String, isKept: Bool)
    /// The key has a list, or a list of lists, whose length and `more` are what another key says; lists of
    /// different lengths are a union.
    case counted(by: String, more: Int)
  }

  /// The word after `kind:`; nil where the block has none.
  public let word: String?
  /// The key.
  public let key: String
  /// What it says.
  public let sign: Sign

  /// A block with the word of another kind, nil for none, whose key says so.
  public init(_ word: String?, _ key: String, _ sign: Sign) {
    (self.word, self.key, self.sign) = (word, key, sign)
  }
}
