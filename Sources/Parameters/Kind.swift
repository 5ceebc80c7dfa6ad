/// Something with a name in the sweep file: an optimizer, a model, a loss.
public protocol Kind: Hashable, Sendable {
  /// The word after `kind:`.
  static var name: String { get }
  /// What users of other tools and readers of papers type instead.
  static var synonyms: [String] { get }
  /// Other ways to write its block.
  static var shorthands: [Shorthand] { get }
  /// The keys of its block, beside those that every kind of its family has.
  static var parameters: [Parameter] { get }
  /// What follows from them.
  static var derived: [Derived] { get }
  /// Rules that tie them to each other and to other blocks.
  static var constraints: [Constraint] { get }
  /// What keys of other blocks ask for.
  static var features: Set<Feature> { get }
  /// The format that brought it.
  static var since: Int { get }

  /// What is wrong with values that are right one by one, all at once.
  ///
  /// - Parameter values: Those of the block, as a sweep file gives them, where numbers are at one of the
  ///   corners of a sub-grid.
  /// - Returns: All mistakes; empty where there is none.
  static func faults(in values: borrowing Values) -> [KindError]

  /// Makes it from values of its block; what is read, and nothing else, enters the run's identity.
  init(_ values: borrowing Values) throws(KindError)
}

extension Kind {
  /// None.
  public static var synonyms: [String] { [] }
  /// None.
  public static var shorthands: [Shorthand] { [] }
  /// None.
  public static var parameters: [Parameter] { [] }
  /// Nothing.
  public static var derived: [Derived] { [] }
  /// None.
  public static var constraints: [Constraint] { [] }
  /// None.
  public static var features: Set<Feature> { [] }
  /// Nothing.
  public static func faults(in _: borrowing Values) -> [KindError] { [] }
  /// 2: the kind was there when the format was frozen.
  public static var since: Int { 2 }
}
