/// A limit beyond which what a quantity stands for is in doubt, and what to say then.
///
/// It is written where the quantity is declared; a plan and a report say it of the runs that cross it.
public struct Caution: Sendable {
  /// On which side of the limit the doubt begins.
  public enum Limit: Sendable {
    /// Above a number.
    case above(Double)
    /// Below a number.
    case below(Double)
  }

  /// The limit.
  public let limit: Limit
  /// Whether the value is a share, and is said in percent.
  public let isShare: Bool
  private let fact: String
  private let advice: String

  /// A limit with its words.
  ///
  /// - Parameters:
  ///   - limit: The limit.
  ///   - isShare: Whether the value is a share, and is said in percent.
  ///   - fact: What holds beyond it, without a full stop, # in the place of the value.
  ///   - advice: What follows from that and the way out: sentences.
  public init(_ limit: Limit, isShare: Bool = false, fact: String, advice: String) {
    (self.limit, self.isShare, self.fact, self.advice) = (limit, isShare, fact, advice)
  }

  /// Whether a value is beyond the limit; NaN is not.
  public func holds(of value: Double) -> Bool {
    switch limit {
    case .above(let bound): value > bound
    case .below(let bound): value < bound
    }
  }

  /// The value that is furthest on the side of the doubt; nil where none is beyond the limit.
  public func worst(of values: some Sequence<Double>) -> Double? {
    values.filter(holds).max { a, b in
      if case .above = limit { a < b } else { b < a }
    }
  }

  /// The sentences: "In 3 of 12 runs the initial layer …: ….".
  ///
  /// - Parameters:
  ///   - runs: Of which runs, "3 of 12 runs".
  ///   - value: The worst value, as ``number(_:)`` has it, in digits.
  /// - Returns: The sentences.
  public func text(runs: String, value: String) -> String {
    let parts = fact.split(separator: "#", omittingEmptySubsequences: false)
    return "In \(runs) \(parts.joined(separator: isShare ? "\(value) %" : value)). \(advice)"
  }

  /// What is written of a value: itself, or percent.
  public func number(_ value: Double) -> Double { isShare ? 100 * value : value }
}
