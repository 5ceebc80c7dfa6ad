/// The exponential averages of one parameter's gradient and of its square; see ``MomentRate``.
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

  /// Takes in one gradient; see ``MomentRate/average(_:_:forgettingFast:)``.
  @inline(__always)
  mutating func update(_ g: Lanes, _ rates: MomentRates<Lanes>, forgettingFast: Bool) {
    first = rates.first.average(first, g, forgettingFast: forgettingFast)
    second = rates.second.average(second, g * g, forgettingFast: forgettingFast)
  }
}

/// One moment of one parameter.
struct Moment<Lanes: LaneVector>: MomentState {
  /// m or v.
  var value = Lanes.zero

  static var count: Int { 1 }

  subscript(_: Int) -> Lanes {
    get { value }
    set { value = newValue }
  }
}

/// The rates of both moments.
struct MomentRates<Lanes: LaneVector> {
  /// Of m.
  let first: MomentRate<Lanes>
  /// Of v.
  let second: MomentRate<Lanes>

  init(_ values: LaneValues<Lanes>) {
    let complements = Self.complements(values)
    first = MomentRate(complement: complements.first, decay: values[\.beta1])
    second = MomentRate(
      complement: complements.second,
      decay: Lanes(lanes: values.runs.map { 1 - $0.oneMinusBeta2 }))
  }

  /// Whether some run forgets more than half of a moment in a step; see ``MomentRate``.
  var forgetsFast: Bool { first.forgetsFast || second.forgetsFast }

  /// 1 − β₁, subtracted in the precision of the lanes, and 1 − β₂, rounded to it.
  static func complements(_ values: LaneValues<Lanes>) -> (first: Lanes, second: Lanes) {
    (Lanes(repeating: 1) - values[\.beta1], values[\.oneMinusBeta2])
  }
}
