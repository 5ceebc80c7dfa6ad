/// The exponential averages of one parameter's gradient and of its square.
///
///     m ← fma(1 − β₁, g − m, m)          v ← fma(1 − β₂, g · g − v, v)
struct Moments<Lanes: LaneVector>: MomentState {
  /// The first moment m.
  var first = Lanes.zero
  /// The second moment v.
  var second = Lanes.zero

  static var count: Int { 2 }

  subscript(index: Int) -> Lanes {
    get { index == 0 ? first : second }
    set { if index == 0 { first = newValue } else { second = newValue } }
  }

  /// Takes in one gradient.
  @inline(__always)
  mutating func update(_ g: Lanes, _ rates: MomentRates<Lanes>) {
    first = first.addingProduct(rates.first, g - first)
    second = second.addingProduct(rates.second, g * g - second)
  }
}

/// 1 − β₁ and 1 − β₂ of each run.
struct MomentRates<Lanes: LaneVector> {
  /// 1 − β₁, subtracted once in the precision of the lanes.
  let first: Lanes
  /// 1 − β₂, rounded to the precision of the lanes.
  let second: Lanes

  init(_ lanes: [LaneParameters]) {
    first = Lanes(repeating: 1) - Lanes(lanes: lanes.map(\.beta1))
    second = Lanes(lanes: lanes.map(\.oneMinusBeta2))
  }
}
