public import Parameters

/// Adagrad: v ← fma(g, g, v), θ ← fma(−η, g / (√v + ε), θ).
///
/// v starts at the initial accumulator. As torch.optim.Adagrad without `lr_decay`: ε is outside the root.
///
/// Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods for Online Learning and
/// Stochastic Optimization", JMLR 12 (2011), figure 1 with diagonal matrices.
struct Adagrad: OptimizerKind {
  static let name = "adagrad"
  static let parameters: [Parameter] =
    [.stepSize, .initialAccumulator, .epsilon.withDefault(1e-10)] + .weightDecay()
  static let derived = Derived.weightDecay
  static let since = 3
  static let exponent = PreconditionerExponent.accumulated(0.5)
  static let gain = Gain.ofStart(.initialAccumulator)

  init() {}

  init(_: borrowing Values) {}

  func sharing(in _: ParameterLayout) -> Sharing { .separate }

  func state(in layout: ParameterLayout) -> StateLayout {
    moments(in: layout, hasFirst: false)
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    maker.elementwise(AdagradRule<M.Lanes>(maker.values))
  }

  func python(in _: ParameterLayout) -> PythonUpdate {
    var update = PythonUpdate(
      "v = v + g ** 2\ntheta - eta * g / (sqrt(v) + epsilon)", states: ["v"])
    update.states[0].value = "initial_accumulator * ones(P)"
    return update
  }
}

extension Optimizer {
  /// v ← v + g², θ ← θ − η g / (√v + ε).
  public static let adagrad = Optimizer(Adagrad())
}

extension Parameter {
  /// v at the start of adagrad.
  public static let initialAccumulator = Parameter(
    "initial_accumulator", .real(.nonNegative), .varying, longName: "v at the start of adagrad",
    symbol: "v₀", role: .tuned, default: .real(0)
  ).with {
    $0.synonyms = ["initial_accumulator_value"]
    $0.mayFollow = true
    $0.since = 3
  }

  /// The same with another default; that of a kind which came later than the key.
  func withDefault(_ value: Double) -> Parameter { with { $0.defaultValue = .real(value) } }
}

/// Adagrad's direction, g / (√v + ε).
struct AdagradRule<Lanes: LaneVector>: Preconditioner {
  private let epsilon: Lanes
  private let start: Lanes

  init(_ values: LaneValues<Lanes>) {
    epsilon = values[\.epsilon]
    let key = Parameter.initialAccumulator.key
    start = Lanes(lanes: values.runs.map { $0.number(ifGiven: key) ?? 0 })
  }

  var initialState: Moment<Lanes> {
    var state = Moment<Lanes>()
    state.value = start
    return state
  }

  var forgetsFast: Bool { false }

  @inline(__always)
  func direction(
    for gradient: Lanes, state: inout Moment<Lanes>, forgettingFast _: Bool
  ) -> Lanes {
    state.value = state.value.addingProduct(gradient, gradient)
    return gradient / (state.value.root() + epsilon)
  }
}
