/// An interval of real numbers whose ends may be open.
public struct RealRange: Hashable, Sendable {
  /// One end.
  public enum Bound: Hashable, Sendable {
    /// The number itself is outside.
    case open(Double)
    /// The number itself is inside.
    case closed(Double)
    /// There is no end.
    case none
  }

  /// The lower end.
  public var lower: Bound
  /// The upper end.
  public var upper: Bound

  /// The interval between two ends.
  public init(lower: Bound, upper: Bound) {
    self.lower = lower
    self.upper = upper
  }

  /// All finite numbers.
  public static let any = RealRange(lower: .none, upper: .none)
  /// Numbers > 0.
  public static let positive = RealRange(lower: .open(0), upper: .none)
  /// Numbers ≥ 0.
  public static let nonNegative = RealRange(lower: .closed(0), upper: .none)
  /// Numbers in [0, 1): what is left of an average at each step.
  public static let belowOne = RealRange(lower: .closed(0), upper: .open(1))

  /// Whether a finite number is in the interval.
  public func contains(_ value: Double) -> Bool {
    let isAbove =
      switch lower {
      case .open(let bound): value > bound
      case .closed(let bound): value >= bound
      case .none: true
      }
    let isBelow =
      switch upper {
      case .open(let bound): value < bound
      case .closed(let bound): value <= bound
      case .none: true
      }
    return value.isFinite && isAbove && isBelow
  }

  /// The interval in words, for messages: "> 0".
  public var summary: String {
    switch (lower, upper) {
    case (.none, .none): "(finite)"
    case (.open(let a), .none): "> \(a.shortestText)"
    case (.closed(let a), .none): "≥ \(a.shortestText)"
    case (.none, .open(let b)): "< \(b.shortestText)"
    case (.none, .closed(let b)): "≤ \(b.shortestText)"
    case (.open(let a), .open(let b)): "in (\(a.shortestText), \(b.shortestText))"
    case (.open(let a), .closed(let b)): "in (\(a.shortestText), \(b.shortestText)]"
    case (.closed(let a), .open(let b)): "in [\(a.shortestText), \(b.shortestText))"
    case (.closed(let a), .closed(let b)): "in [\(a.shortestText), \(b.shortestText)]"
    }
  }
}
