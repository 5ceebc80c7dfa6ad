/// Adam's diagonal preconditioner without bias correction: the direction is m / (√v + ε).
struct Adam<Lanes: LaneVector>: Preconditioner {
  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes

  init(_ lanes: [LaneParameters]) {
    rates = MomentRates(lanes)
    epsilon = Lanes(lanes: lanes.map(\.epsilon))
  }

  var initialState: Moments<Lanes> { Moments() }

  @inline(__always)
  func direction(for gradient: Lanes, state: inout Moments<Lanes>) -> Lanes {
    state.update(gradient, rates)
    return state.first / (state.second.squareRoot() + epsilon)
  }

  static func secondMoment(in state: Moments<Lanes>) -> Lanes? { state.second }
}
