/// What a parameter's values may be.
enum ValueType {
  case real(RealRange)
  case integer(ClosedRange<Int>)
  /// A whole number, or the one word that stands for another.
  case integerOrWord(ClosedRange<Int>, String)
  case choice([String])
  case path
  case seed

  /// The type in words, for messages: "a number > 0".
  var summary: String {
    switch self {
    case .real(let range): "a number \(range.summary)"
    case .integer(let range) where range.upperBound == .max: "a whole number ≥ \(range.lowerBound)"
    case .integer(let range): "a whole number in \(range.lowerBound)…\(range.upperBound)"
    case .integerOrWord(let range, let word):
      "a whole number in \(range.lowerBound)…\(range.upperBound) or '\(word)'"
    case .path: "the path of a file"
    case .choice(let words): "one of: " + words.joined(separator: ", ")
    case .seed: "a whole number in 0…\(UInt64.max)"
    }
  }
}

/// An interval of real numbers whose ends may be open.
struct RealRange {
  enum Bound {
    case open(Double)
    case closed(Double)
    case none
  }

  var lower: Bound
  var upper: Bound

  static let any = RealRange(lower: .none, upper: .none)
  static let positive = RealRange(lower: .open(0), upper: .none)
  static let nonNegative = RealRange(lower: .closed(0), upper: .none)

  func contains(_ value: Double) -> Bool {
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

  var summary: String {
    switch (lower, upper) {
    case (.none, .none): "(finite)"
    case (.open(let a), .none): "> \(a.sweepText)"
    case (.closed(let a), .none): "≥ \(a.sweepText)"
    case (.none, .open(let b)): "< \(b.sweepText)"
    case (.none, .closed(let b)): "≤ \(b.sweepText)"
    case (.open(let a), .open(let b)): "in (\(a.sweepText), \(b.sweepText))"
    case (.open(let a), .closed(let b)): "in (\(a.sweepText), \(b.sweepText)]"
    case (.closed(let a), .open(let b)): "in [\(a.sweepText), \(b.sweepText))"
    case (.closed(let a), .closed(let b)): "in [\(a.sweepText), \(b.sweepText)]"
    }
  }
}
