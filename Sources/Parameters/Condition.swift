/// What the kind of another block must be for a key to have a meaning.
///
/// A key whose condition no entry of the other block meets is a mistake; where some do, it is no axis
/// in the sub-grids of the others.
public enum Condition: Hashable, Sendable {
  /// The key has its meaning whatever the other blocks are.
  case always
  /// The kind of a block has a feature.
  case has(Feature, block: String, otherwise: Words)
  /// The kind of a block lacks a feature.
  case lacks(Feature, block: String, otherwise: Words)

  /// What a message says where the condition is not met.
  public struct Words: Hashable, Sendable {
    /// After "'key' has no meaning"; nil for the kinds that do not meet it.
    public var phrase: String?
    /// The way out.
    public var hint: String
    /// Whether a key without meaning is a mistake; if not, it is passed over.
    public var isMistake: Bool

    /// Words of a message.
    public init(_ phrase: String? = nil, hint: String = "remove it", isMistake: Bool = true) {
      self.phrase = phrase
      self.hint = hint
      self.isMistake = isMistake
    }
  }

  /// The block whose kind is asked for; nil where none is.
  public var block: String? {
    switch self {
    case .always: nil
    case .has(_, let block, _), .lacks(_, let block, _): block
    }
  }

  /// What a message says where the condition is not met; nil where it always is.
  public var words: Words? {
    switch self {
    case .always: nil
    case .has(_, _, let words), .lacks(_, _, let words): words
    }
  }

  /// Whether a kind of the block with these features meets the condition.
  public func isMet(by features: Set<Feature>) -> Bool {
    switch self {
    case .always: true
    case .has(let feature, _, _): features.contains(feature)
    case .lacks(let feature, _, _): !features.contains(feature)
    }
  }
}
