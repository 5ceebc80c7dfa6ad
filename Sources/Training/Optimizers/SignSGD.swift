import Parameters

/// Sign descent, θ ← fma(−η, sign g, θ); with momentum Signum.
///
///     m ← μ m + (1 − μ) g     θ ← fma(−η, sign m, θ)
///
/// m starts at 0 and is rounded as at ``MomentRate``. sign 0 = 0; what is not finite gives NaN, so that
/// divergence shows.
///
/// Source: J. Bernstein et al., "signSGD: Compressed Optimisation for Non-Convex Problems", arXiv
/// 1802.04434, algorithms 1 and 2 (Signum's m is an average there, too).
struct SignSGD: OptimizerKind {
  static let name = "sign-sgd"
  static let synonyms = ["signsgd", "signum", "sign-descent", "signgd"]
  static let parameters: [Parameter] = [.stepSize, .momentum] + .weightDecay()
  static let derived = Derived.weightDecay
  static let work = RuleWork(alone: 500, inLanes: 4_000)
  static let since = 3
  static let exponent = PreconditionerExponent.unknown(
    because: """
      under labels ±δ the mean of sign g is a step function of the residuals, and under Gaussian ones \
      θ diffuses along the manifold, by an equation that is not solved here
      """)

  /// μ; 0 for none.
  let momentum: Double

  init(momentum: Double = 0) { self.momentum = momentum }

  init(_ values: borrowing Values) { momentum = values.real(.momentum) }

  func sharing(in _: ParameterLayout) -> Sharing { .none }

  func state(in layout: ParameterLayout) -> StateLayout {
    moments(in: layout, hasFirst: momentum != 0)
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    momentum == 0
      ? maker.elementwise(SignRule<M.Lanes>())
      : maker.elementwise(SignumRule<M.Lanes>(momentum: momentum))
  }

  func python(in _: ParameterLayout) -> PythonUpdate {
    momentum == 0
      ? PythonUpdate("theta - eta * sign(g)")
      : PythonUpdate(
        "m = momentum * m + (1 - momentum) * g\ntheta - eta * sign(m)", states: ["m"])
  }
}

extension Optimizer {
  /// θ ← θ − η sign g.
  public static let signSGD = signSGD(momentum: 0)

  /// Signum: θ ← θ − η sign m.
  ///
  /// - Parameter momentum: μ in [0, 1).
  /// - Returns: The optimizer.
  public static func signSGD(momentum: Double) -> Optimizer {
    Optimizer(SignSGD(momentum: momentum))
  }
}

/// The direction sign g.
struct SignRule<Lanes: LaneVector>: Preconditioner {
  typealias State = Identity<Lanes>.State

  var initialState: State { State() }

  var forgetsFast: Bool { false }

  @inline(__always)
  func direction(for gradient: Lanes, state _: inout State, forgettingFast _: Bool) -> Lanes {
    gradient.sign
  }
}

/// The direction sign m.
struct SignumRule<Lanes: LaneVector>: Preconditioner {
  private let rate: MomentRate<Lanes>

  init(momentum: Double) {
    let decay = Lanes(lanes: [momentum])
    rate = MomentRate(complement: Lanes(repeating: 1) - decay, decay: decay)
  }

  var initialState: Moment<Lanes> { Moment() }

  var forgetsFast: Bool { rate.forgetsFast }

  @inline(__always)
  func direction(
    for gradient: Lanes, state: inout Moment<Lanes>, forgettingFast: Bool
  ) -> Lanes {
    state.value = rate.average(state.value, gradient, forgettingFast: forgettingFast)
    return state.value.sign
  }
}
