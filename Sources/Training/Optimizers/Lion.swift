import Parameters

/// Lion: the sign of an interpolated first moment.
///
///     c = β₁ m + (1 − β₁) g     θ ← fma(−η, sign c, θ)     m ← β₂ m + (1 − β₂) g
///
/// m starts at 0; both interpolations are rounded as at ``MomentRate``. sign 0 = 0; a c that is not
/// finite gives NaN, so that divergence shows. There is no second moment and no bias to correct. Weights
/// decay beside the gradient.
///
/// Source: X. Chen et al., "Symbolic Discovery of Optimization Algorithms", arXiv 2302.06675,
/// algorithm 2.
struct Lion: OptimizerKind {
  static let name = "lion"
  static let parameters: [Parameter] = [
    .stepSize, .beta1, .beta2, .oneMinusBeta2, .weightDecay,
  ]
  static let derived = Derived.decay + Derived.weightDecay
  static let constraints: [Constraint] = [.powerLaw]
  static let since = 3
  static let exponent = PreconditionerExponent.unknown(
    because: """
      the sign of an average of noises that are correlated in time has no linear response \
      that is known
      """)
  static let decouplesWeightDecay = true

  init() {}

  init(_: borrowing Values) {}

  func sharing(in _: ParameterLayout) -> Sharing { .none }

  func state(in layout: ParameterLayout) -> StateLayout {
    moments(in: layout)
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    maker.elementwise(LionRule<M.Lanes>(maker.values))
  }

  func python(in _: ParameterLayout) -> PythonUpdate {
    PythonUpdate(
      """
      c = beta1 * m + (1 - beta1) * g
      m = (1 - one_minus_beta2) * m + one_minus_beta2 * g
      theta - eta * sign(c)
      """, states: ["m"])
  }
}

extension Optimizer {
  /// The sign of an interpolated first moment: θ ← θ − η sign(β₁ m + (1 − β₁) g).
  public static let lion = Optimizer(Lion())
}

/// Lion's direction, sign c.
struct LionRule<Lanes: LaneVector>: Preconditioner {
  private let rates: MomentRates<Lanes>

  init(_ values: LaneValues<Lanes>) { rates = MomentRates(values) }

  var initialState: Moment<Lanes> { Moment() }

  var forgetsFast: Bool { rates.forgetsFast }

  @inline(__always)
  func direction(
    for gradient: Lanes, state: inout Moment<Lanes>, forgettingFast: Bool
  ) -> Lanes {
    let c = rates.first.average(state.value, gradient, forgettingFast: forgettingFast)
    state.value = rates.second.average(state.value, gradient, forgettingFast: forgettingFast)
    return c.sign
  }
}
