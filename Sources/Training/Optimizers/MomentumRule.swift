/// A buffer of gradients as torch.optim.SGD has it, d being the dampening.
///
///     b ← g                          at the first step
///     b ← fma(μ, b, (1 − d) g)       at every other
///
/// The direction is b, or Nesterov's fma(μ, b, g). 1 − d is subtracted in the precision of the lanes.
struct MomentumRule<Lanes: LaneVector>: Preconditioner {
  private let momentum: Lanes
  /// 1 − d.
  private let undamped: Lanes
  private let isNesterov: Bool
  /// 0 before the first step, then 1.
  private var hasBegun = Lanes.zero
  /// What a gradient is multiplied by at this step.
  private var weight = Lanes(repeating: 1)

  init(momentum: Double, dampening: Double, isNesterov: Bool) {
    self.momentum = Lanes(lanes: [momentum])
    undamped = Lanes(repeating: 1) - Lanes(lanes: [dampening])
    self.isNesterov = isNesterov
  }

  var initialState: Moment<Lanes> { Moment() }

  var complements: [Lanes] {
    get { [hasBegun] }
    set { hasBegun = newValue[0] }
  }

  var forgetsFast: Bool { false }

  mutating func beginStep() {
    // Runs of a batch begin together; one that has diverged is 0 when it is read back.
    let one = Lanes(repeating: 1)
    weight = hasBegun.total == 0 ? one : undamped
    hasBegun = one
  }

  @inline(__always)
  func direction(
    for gradient: Lanes, state: inout Moment<Lanes>, forgettingFast _: Bool
  ) -> Lanes {
    state.value = (weight * gradient).addingProduct(momentum, state.value)
    return isNesterov ? gradient.addingProduct(momentum, state.value) : state.value
  }
}
