/// A kind whose sizes follow from whole numbers of its block: a model.
public protocol SizedKind: Kind {
  /// The sizes; a product that fits no machine's memory is one, too.
  ///
  /// - Parameter value: Gives the block's whole numbers by path.
  /// - Returns: The sizes; nil where a number that they follow from is not given.
  static func size(of value: Values.Lookup) -> ModelSize?
}

/// How large a model is.
public struct ModelSize: Hashable, Sendable {
  /// Entries q of the signal, which are the columns of a design.
  public var entries: Int128
  /// P, the length of θ.
  public var parameters: Int128
  /// Multiply-adds of a prediction and its pull-back beyond those of a few a parameter.
  public var products: Int128
  /// What decides q, for messages: "dimension 10".
  public var words: String
  /// Why q is what it is, or nil.
  public var entriesHint: String?
  /// How a run goes by itself.
  public var alone: Alone

  /// What lies in the lanes of a run by itself.
  public enum Alone: Sendable {
    /// Parameters, and columns of a design.
    case parameters
    /// Samples.
    case samples
    /// It goes beside others only.
    case never
  }

  /// A size.
  public init(
    entries: Int128, parameters: Int128, products: Int128 = 0, words: String,
    entriesHint: String? = nil, alone: Alone = .parameters
  ) {
    self.alone = alone
    self.products = products
    self.entries = entries
    self.parameters = parameters
    self.words = words
    self.entriesHint = entriesHint
  }
}
