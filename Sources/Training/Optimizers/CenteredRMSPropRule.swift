/// RMSProp with momentum, or centered, or both, as torch.optim.RMSprop.
///
///     v ← β₂ v + (1 − β₂) g²     ḡ ← β₂ ḡ + (1 − β₂) g     b ← fma(μ, b, g / (√w + ε))
///
/// with w = v, or w = max(0, v − ḡ²) where it is centered: fma(−ḡ, ḡ, v). The direction is b. The averages
/// are rounded as at ``MomentRate``. With bias correction v / c₂ and ḡ / c₂ take the places of v and ḡ.
///
/// PyTorch lets √ of a v − ḡ² that rounding made negative be NaN.
struct CenteredRMSPropRule<Bias: BiasCorrection>: Preconditioner {
  typealias Lanes = Bias.Lanes

  /// What is remembered of one parameter.
  struct State: MomentState {
    /// v.
    var second = Lanes.zero
    /// ḡ.
    var centre = Lanes.zero
    /// b.
    var buffer = Lanes.zero

    static var count: Int { 3 }

    subscript(index: Int) -> Lanes {
      get { index == 0 ? second : index == 1 ? centre : buffer }
      set {
        switch index {
        case 0: second = newValue
        case 1: centre = newValue
        default: buffer = newValue
        }
      }
    }
  }

  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private let momentum: Lanes
  private let isCentered: Bool
  private var bias: Bias

  init(_ values: LaneValues<Lanes>, _ momentum: Double, _ isCentered: Bool) {
    rates = MomentRates(values)
    epsilon = values[\.epsilon]
    self.momentum = Lanes(lanes: [momentum])
    self.isCentered = isCentered
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
  func direction(for gradient: Lanes, state: inout State, forgettingFast: Bool) -> Lanes {
    state.second = rates.second.average(
      state.second, gradient * gradient, forgettingFast: forgettingFast)
    var spread = bias.corrected(second: state.second)
    if isCentered {
      state.centre = rates.second.average(
        state.centre, gradient, forgettingFast: forgettingFast)
      let centre = bias.corrected(second: state.centre)
      let difference = spread.addingProduct(-centre, centre)
      // x · 0 is ±0 for finite x and NaN otherwise: what is not finite is not hidden by the zero.
      spread = difference.replacing(with: .zero, whereSet: difference.signs)
        .addingProduct(spread, 0)
    }
    state.buffer = (gradient / (spread.root() + epsilon))
      .addingProduct(momentum, state.buffer)
    return state.buffer
  }
}
