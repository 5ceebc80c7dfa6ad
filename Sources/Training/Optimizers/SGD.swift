import Parameters

/// Gradient descent, θ ← fma(−η, g, θ), with momentum where it has one.
///
/// See ``MomentumRule``. Without momentum it uses the step size alone.
struct SGD: OptimizerKind {
  static let name = "sgd"
  static let parameters: [Parameter] =
    [.stepSize, .momentum, .dampening, .nesterov] + .weightDecay()
  static let derived = Derived.weightDecay
  static let constraints: [Constraint] = [.nesterovHasMomentum, .nesterovHasNoDampening]
  static let work = RuleWork(alone: 500, inLanes: 4_000)
  static let exponent: PreconditionerExponent = .identity
  static let gain = Gain.ofMomentum(isDamped: true)

  /// μ; 0 for none.
  let momentum: Double
  let dampening: Double
  let isNesterov: Bool

  init(momentum: Double = 0, dampening: Double = 0, isNesterov: Bool = false) {
    (self.momentum, self.dampening, self.isNesterov) = (momentum, dampening, isNesterov)
  }

  init(_ values: borrowing Values) {
    self.init(
      momentum: values.real(.momentum), dampening: values.real(.dampening),
      isNesterov: values.flag(.nesterov))
  }

  static func faults(in values: borrowing Values) -> [KindError] {
    KindError.faultsOfMomentum(in: values)
  }

  func sharing(in _: ParameterLayout) -> Sharing { .none }

  func state(in layout: ParameterLayout) -> StateLayout {
    StateLayout(
      parameterCount: layout.parameterCount,
      momentum == 0
        ? []
        : [(StateLayout.Name.complements, .shared(1)), (StateLayout.Name.buffer, .perParameter)])
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    momentum == 0
      ? maker.fusable(Identity<M.Lanes>())
      : maker.elementwise(
        MomentumRule<M.Lanes>(momentum: momentum, dampening: dampening, isNesterov: isNesterov))
  }

  func python(in _: ParameterLayout) -> PythonUpdate {
    if momentum == 0 { return PythonUpdate("theta - eta * g") }
    return PythonUpdate(
      """
      b = where(k == 1, g, momentum * b + (1 - dampening) * g)
      theta - eta * \(isNesterov ? "(g + momentum * b)" : "b")
      """, states: ["b"])
  }
}

extension Optimizer {
  /// Plain gradient descent, θ ← fma(−η, g, θ): uses the step size alone.
  public static let sgd = Optimizer(SGD())

  /// Gradient descent with momentum, as torch.optim.SGD.
  ///
  /// - Parameters:
  ///   - momentum: μ in [0, 1).
  ///   - dampening: What of a gradient does not enter the buffer, in [0, 1].
  ///   - isNesterov: Whether momentum is Nesterov's.
  /// - Returns: The optimizer.
  public static func sgd(
    momentum: Double, dampening: Double = 0, isNesterov: Bool = false
  ) -> Optimizer {
    Optimizer(SGD(momentum: momentum, dampening: dampening, isNesterov: isNesterov))
  }
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
