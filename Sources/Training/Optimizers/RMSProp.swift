/// Adam without a first moment: the direction is g / (√v + ε).
struct RMSProp<Bias: BiasCorrection>: Preconditioner {
  typealias Lanes = Bias.Lanes

  struct State: MomentState {
    /// The second moment v.
    var second = Lanes.zero

    static var count: Int { 1 }

    subscript(_: Int) -> Lanes {
      get { second }
      set { second = newValue }
    }
  }

  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private var bias: Bias

  init(_ values: LaneValues<Lanes>) {
    rates = MomentRates(values)
    epsilon = values[\.epsilon]
    bias = Bias(values)
  }

  var initialState: State { State() }

  var complements: [Lanes] {
    get { bias.complements }
    set { bias.complements = newValue }
  }

  var forgetsFast: Bool { rates.second.forgetsFast }

  mutating func beginStep() { bias.beginStep() }

  @inline(__always)
  func direction(
    for gradient: Lanes, state: inout State, forgettingFast: Bool
  ) -> Lanes {
    state.second = rates.second.average(
      state.second, gradient * gradient, forgettingFast: forgettingFast)
    return gradient / (bias.corrected(second: state.second).root() + epsilon)
  }
}
