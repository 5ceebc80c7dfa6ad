/// The end of the time that a batch system gives us.
public struct Deadline: Hashable, Sendable {
  /// When to leave, on the clock of `monotonicSeconds`.
  private let leaving: Double

  /// How long before the end everything is laid down, in seconds.
  private static let margin = 30.0

  /// A deadline in so many seconds from now.
  ///
  /// Everything is laid down 30 s before; where less than two minutes are given, a quarter of them.
  public init(secondsFromNow seconds: Double) { self.init(seconds, from: monotonicSeconds()) }

  /// A deadline so many seconds after a time of that clock.
  init(_ seconds: Double, from now: Double) {
    leaving = now + seconds - min(Self.margin, max(seconds, 0) / 4)
  }

  /// Whether it is time to checkpoint and leave.
  public var isNear: Bool { isNear(at: monotonicSeconds()) }

  /// Whether it is, at a time of that clock.
  func isNear(at now: Double) -> Bool { now >= leaving }
}
