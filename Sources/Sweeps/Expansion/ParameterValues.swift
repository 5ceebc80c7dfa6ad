internal import ElementaryFunctions
public import Parameters

/// The values of one parameter, addressed by index and never materialized.
public enum ParameterValues: Hashable, Sendable, Codable {
  /// Values listed one by one.
  case list(values: [Value])
  /// The integers first, first + step, …
  case integers(first: Int, step: Int, count: Int)
  /// The seeds first, first + 1, …
  case seeds(first: UInt64, count: Int)
  /// Equally spaced reals from `from` to `to`, both included.
  case linear(from: Double, to: Double, count: Int)
  /// Reals in geometric progression from `from` to `to`, both included.
  case logarithmic(from: Double, to: Double, count: Int)

  /// A parameter that never varies.
  static func constant(_ value: Value) -> ParameterValues { .list(values: [value]) }

  /// How many values there are; at least 1.
  public var count: Int {
    switch self {
    case .list(let values): values.count
    case .integers(_, _, let count), .seeds(_, let count): count
    case .linear(_, _, let count), .logarithmic(_, _, let count): count
    }
  }

  /// Value `index`, counted from 0, in O(1).
  ///
  /// Points of real ranges are rounded to 12 significant digits, so that 0.1 + 2·0.1 is 0.3, the
  /// middle of 1e-3…1e-1 is 1e-2, and a label read in a table can be typed back. The logarithmic
  /// ones come from a power function of fixed order, the same on every processor.
  ///
  /// - Precondition: `index` is in `0..<count`.
  public subscript(index: Int) -> Value {
    precondition((0..<count).contains(index), "value index out of range")
    switch self {
    case .list(let values):
      return values[index]
    case .integers(let first, let step, _):
      return .integer(first + index * step)
    case .seeds(let first, _):
      return .seed(first + UInt64(index))
    case .linear(let from, let to, let count):
      if index == 0 || count == 1 { return .real(from) }
      if index == count - 1 { return .real(to) }
      let t = Double(index) / Double(count - 1)
      return .real((from + (to - from) * t).roundedToTwelveDigits)
    case .logarithmic(let from, let to, let count):
      if index == 0 || count == 1 { return .real(from) }
      if index == count - 1 { return .real(to) }
      let t = Double(index) / Double(count - 1)
      return .real((from * Elementary.power(to / from, t)).roundedToTwelveDigits)
    }
  }

  /// The smallest and the largest real value; nil for text.
  var realBounds: ClosedRange<Double>? {
    let ends: [Value]
    switch self {
    case .list(let values): ends = values
    default: ends = [self[0], self[count - 1]]
    }
    let reals = ends.compactMap(\.asReal)
    guard let low = reals.min(), let high = reals.max() else { return nil }
    return low...high
  }
}
