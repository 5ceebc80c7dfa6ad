/// How far two reals may lie apart and still count as the same.
public struct Tolerance: Hashable, Sendable {
  /// Relative to the larger magnitude, which makes the comparison symmetric.
  public var relative: Double
  /// In the units of the values.
  public var absolute: Double

  /// A tolerance; both 0 accept equal values only.
  ///
  /// - Precondition: Neither is negative or NaN.
  public init(relative: Double = 0, absolute: Double = 0) {
    precondition(relative >= 0 && absolute >= 0, "a tolerance is not negative")
    self.relative = relative
    self.absolute = absolute
  }

  /// Whether |a − b| ≤ absolute + relative · max(|a|, |b|); NaN accepts NaN alone, and an infinity
  /// itself alone.
  public func accepts(_ a: Double, _ b: Double) -> Bool {
    if a == b || a.isNaN && b.isNaN { return true }
    guard a.isFinite, b.isFinite else { return false }
    return abs(a - b) <= absolute + relative * max(abs(a), abs(b))
  }

  /// |a − b| / max(|a|, |b|); infinite where one value is not finite, 0 for equal ones.
  static func relativeDifference(_ a: Double, _ b: Double) -> Double {
    if a == b || a.isNaN && b.isNaN { return 0 }
    guard a.isFinite, b.isFinite else { return .infinity }
    let size = max(abs(a), abs(b))
    // Halves, because a difference of the largest numbers overflows.
    return abs(a / size - b / size)
  }
}
