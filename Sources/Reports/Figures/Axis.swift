private import Glibc

/// An axis of a panel: its label, scale, range and the places that bear numbers.
public struct Axis: Hashable, Sendable {
  /// When an axis is logarithmic.
  enum Scaling {
    case linear
    /// When positive values span at least this ratio.
    case logarithmic(fromRatio: Double)
  }

  /// A marked place.
  public struct Tick: Hashable, Sendable {
    /// Where.
    public var value: Double
    /// What stands there, in gnuplot's enhanced text; empty for a minor tick.
    public var label: String

    /// About the label's width, in pixels: 9 a letter of 14 pixels, 6 a raised one.
    var labelWidth: Double {
      let parts = label.split(separator: "^", maxSplits: 1)
      let raised = parts.dropFirst().first?.filter { $0 != "{" && $0 != "}" }.count ?? 0
      return Double(9 * (parts.first?.count ?? 0) + 6 * raised)
    }
  }

  /// The quantity, in gnuplot's enhanced text.
  public var label: String
  /// Whether the scale is logarithmic; values ≤ 0 then have no place.
  public var isLogarithmic: Bool
  /// The lower end.
  public var lower: Double
  /// The upper end, above the lower one.
  public var upper: Double
  /// Marked places; empty leaves them to the program that draws.
  public var ticks: [Tick]

  /// The label without gnuplot's mark-up.
  public var plainLabel: String {
    var text = GnuplotText.unmarked(label)
    for (mark, plain) in [("^{1/2}", "^½"), ("^{1−λ}", "^(1−λ)"), ("^2", "²"), ("^*", "*")] {
      text = text.split(separator: mark, omittingEmptySubsequences: false).joined(separator: plain)
    }
    return text
  }

  /// The axis on a frame of `width` pixels: labels that would run into the one before are left out.
  func withoutCollisions(width: Int) -> Axis {
    var axis = self
    var last: (place: Double, half: Double)?
    for index in ticks.indices where !ticks[index].label.isEmpty {
      let place = share(of: ticks[index].value) * Double(width)
      let half = ticks[index].labelWidth / 2
      if let last, place - last.place < last.half + half + 6 {
        axis.ticks[index].label = ""
      } else {
        last = (place, half)
      }
    }
    return axis
  }

  /// Room for what stands centred on a value and stays within a range, on a frame so many pixels
  /// long, in pixels.
  func room(around value: Double, in range: ClosedRange<Double>, of pixels: Int) -> Double {
    let place = share(of: value)
    let half = min(place - share(of: range.lowerBound), share(of: range.upperBound) - place)
    return 2 * half * Double(pixels)
  }

  /// How far a value is on the way from the lower to the upper end.
  private func share(of value: Double) -> Double {
    isLogarithmic
      ? log(value / lower) / log(upper / lower) : (value - lower) / (upper - lower)
  }

  /// Decades that a logarithmic axis shows at most, counted from the top.
  private static let mostDecades = 16.0

  /// An axis that holds the given values; nil when none of them can be drawn.
  static func fitting(
    _ values: some Sequence<Double>, label: String, scaling: Scaling, marking: [Double] = []
  ) -> Axis? {
    let finite = values.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max() else { return nil }
    if case .logarithmic(let ratio) = scaling, let positive = finite.filter({ $0 > 0 }).min(),
      most / positive >= ratio
    {
      return logarithmic(max(positive, most * pow(10, -mostDecades)), most, label)
    }
    let margin = most > least ? (most - least) * 0.04 : max(abs(most) * 0.1, 0.5)
    return Axis(
      label: label, isLogarithmic: false, lower: least - margin, upper: most + margin,
      ticks: marking.map { Tick(value: $0, label: shown($0, digits: 4)) })
  }

  private static func logarithmic(_ least: Double, _ most: Double, _ label: String) -> Axis {
    let decades = log10(most / least)
    let margin = pow(10, max(0.05, decades * 0.03))
    var axis = Axis(
      label: label, isLogarithmic: true, lower: least / margin, upper: most * margin, ticks: [])
    axis.ticks = ticks(from: axis.lower, to: axis.upper)
    return axis
  }

  /// Powers of ten, at most eight of them with a number; 1–2–5 (or more) where there are few.
  static func ticks(from lower: Double, to upper: Double) -> [Tick] {
    let decades = log10(upper / lower)
    let (first, last) = (Int(log10(lower).rounded(.down)), Int(log10(upper).rounded(.up)))
    let labelled: Set<Int> =
      decades < 0.7
      ? [1, 2, 3, 4, 5, 6, 7, 8]
      : decades < 1.2
        ? [1, 2, 3, 5, 7]
        : decades < 2.5 ? [1, 2, 5] : [1]
    let stride = max(1, Int((decades / 8).rounded(.up)))
    var ticks: [Tick] = []
    for power in first...last {
      for digit in 1...9 {
        let value = Double("\(digit)e\(power)") ?? .nan
        guard value >= lower, value <= upper else { continue }
        let isLabelled = labelled.contains(digit) && (power - first) % stride == 0
        if decades >= 2.5 {
          if digit == 1 || stride == 1 {
            ticks.append(Tick(value: value, label: isLabelled ? "10^{\(power)}" : ""))
          }
        } else {
          ticks.append(
            Tick(value: value, label: isLabelled ? shown(value) : ""))
        }
      }
    }
    return ticks
  }
}
