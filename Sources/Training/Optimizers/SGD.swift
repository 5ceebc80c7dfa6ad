import Parameters

/// Plain gradient descent, θ ← fma(−η, g, θ): uses the step size alone.
struct SGD: OptimizerKind {
  static let name = "sgd"
  static let parameters: [Parameter] = [.stepSize]
  static let work = RuleWork(alone: 500, inLanes: 4_000)
  static let exponent: PreconditionerExponent? = .identity

  init() {}

  init(_: borrowing Values) {}

  func sharing(in _: ParameterLayout) -> Sharing { .none }

  func state(in layout: ParameterLayout) -> StateLayout {
    StateLayout(parameterCount: layout.parameterCount, [])
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> { maker.fusable(Identity<M.Lanes>()) }
}

extension Optimizer {
  /// Plain gradient descent, θ ← fma(−η, g, θ): uses the step size alone.
  public static let sgd = Optimizer(SGD())
}

/// No preconditioning: the direction of plain gradient descent is the gradient.
struct Identity<Lanes: LaneVector>: Preconditioner {
  /// Nothing is remembered.
  struct State: MomentState {
    static var count: Int { 0 }

    subscript(_: Int) -> Lanes {
      get { .zero }
      set { preconditionFailure("there is no moment to set") }
    }
  }

  var initialState: State { State() }

  var forgetsFast: Bool { false }

  @inline(__always)
  func direction(for gradient: Lanes, state: inout State, forgettingFast: Bool) -> Lanes {
    gradient
  }
}
