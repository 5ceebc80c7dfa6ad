/// What a kind has or does, as far as keys of other blocks ask for it: matrices with rows, a truth
/// that is drawn.
public struct Feature: Hashable, Sendable {
  /// The feature's name; equal names are one feature.
  public let name: String

  /// A feature by name.
  public init(_ name: String) { self.name = name }
}
