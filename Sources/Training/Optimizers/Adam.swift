/// Adam's diagonal preconditioner: the direction is m / (√v + ε).
struct Adam<Bias: BiasCorrection>: Preconditioner {
  typealias Lanes = Bias.Lanes

  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private var bias: Bias

  init(_ values: LaneValues<Lanes>) {
    rates = MomentRates(values)
    epsilon = values[\.epsilon]
    bias = Bias(values)
  }

  var initialState: Moments<Lanes> { Moments() }

  var complements: [Lanes] {
    get { bias.complements }
    set { bias.complements = newValue }
  }

  var forgetsFast: Bool { rates.first.forgetsFast || rates.second.forgetsFast }

  mutating func beginStep() { bias.beginStep() }

  @inline(__always)
  func direction(
    for gradient: Lanes, state: inout Moments<Lanes>, forgettingFast: Bool
  ) -> Lanes {
    state.update(gradient, rates, forgettingFast: forgettingFast)
    return bias.corrected(first: state.first)
      / (bias.corrected(second: state.second).root() + epsilon)
  }
}
