/// The number of a process in a communicator, counted from 0.
public struct Rank: Hashable, Sendable, Comparable {
  /// The number itself.
  public var number: Int

  /// Names a rank.
  public init(_ number: Int) {
    self.number = number
  }

  /// Rank 0.
  public static let root = Rank(0)

  /// In order of number.
  public static func < (left: Rank, right: Rank) -> Bool { left.number < right.number }
}
