/// Adam without a first moment: the direction is g / (√v + ε).
struct RMSProp<Bias: BiasCorrection>: Preconditioner {
  typealias Lanes = Bias.Lanes

  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private var bias: Bias

  init(_ lanes: [LaneParameters]) {
    rates = MomentRates(lanes)
    epsilon = Lanes(lanes: lanes.map(\.epsilon))
    bias = Bias(rates)
  }

  var initialState: Lanes { .zero }

  mutating func beginStep() { bias.beginStep() }

  /// The state is the second moment v.
  @inline(__always)
  func direction(for gradient: Lanes, state: inout Lanes) -> Lanes {
    state = state.addingProduct(rates.second, gradient * gradient - state)
    return gradient / (bias.corrected(second: state).squareRoot() + epsilon)
  }

  static func secondMoment(in state: Lanes) -> Lanes? { state }
}
