import ElementaryFunctions
public import Parameters

/// NAdam: Adam with Nesterov's look ahead, as torch.optim.NAdam.
///
///     μ_k = β₁ (1 − ½ 0.96^(kψ))     M_k = μ_1 … μ_k     m, v as Adam     c₂ = 1 − β₂ᵏ
///     θ ← fma(−η, d, θ),     d = fma(μ_{k+1} / (1 − M_{k+1}), m, (1 − μ_k) / (1 − M_k) · g) / (√(v / c₂) + ε)
///
/// ψ is the momentum decay; ψ = 0 stands for a constant μ_k = β₁, which is optax's form.
///
/// q = 0.96^(kψ) and 1 − M_k are kept from step to step in the precision of the lanes: q ← q · 0.96^ψ and
/// C ← fma(1 − μ, 1 − C, C).
///
/// Source: T. Dozat, "Incorporating Nesterov Momentum into Adam", ICLR 2016 workshop, algorithm 2.
struct NAdam: OptimizerKind {
  static let name = "nadam"
  static let parameters: [Parameter] =
    [Parameter].likePyTorch([.momentumDecay]).filter { $0.key != Parameter.biasCorrection.key }
    + .weightDecay()
  static let derived = Derived.decay + Derived.weightDecay
  static let constraints: [Constraint] = [.powerLaw]
  static let since = 3
  static let exponent = PreconditionerExponent.unknown(
    because: "it is expected to be adam's, but that has not been checked")

  init() {}

  init(_: borrowing Values) {}

  /// Always; there is no other form.
  var correctsBias: Bool { true }

  func sharing(in _: ParameterLayout) -> Sharing { .separate }

  func state(in layout: ParameterLayout) -> StateLayout {
    StateLayout(
      parameterCount: layout.parameterCount,
      [
        (StateLayout.Name.complements, .shared(3)), (StateLayout.Name.firstMoment, .perParameter),
        (StateLayout.Name.secondMoment, .perParameter),
      ])
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    maker.elementwise(NAdamRule<M.Lanes>(maker.values))
  }

  func python(in _: ParameterLayout) -> PythonUpdate {
    var update = PythonUpdate(
      """
      half = where(momentum_decay == 0, 0, 0.5)
      mu = beta1 * (1 - half * 0.96 ** (k * momentum_decay))
      next_mu = beta1 * (1 - half * 0.96 ** ((k + 1) * momentum_decay))
      product = product * mu
      \(PythonUpdate.moments)\(PythonUpdate.secondComplement)
      ahead = next_mu * m / (1 - product * next_mu) + (1 - mu) * g / (1 - product)
      theta - eta * ahead / (sqrt(v / c2) + epsilon)
      """, states: ["product", "m", "v"])
    update.states[0].value = "ones(())"
    return update
  }
}

extension Optimizer {
  /// Adam with Nesterov's look ahead.
  public static let nadam = Optimizer(NAdam())
}

extension Parameter {
  /// ψ of nadam.
  public static let momentumDecay = Parameter(
    "momentum_decay", .real(.nonNegative), .varying, longName: "momentum decay ψ of nadam",
    symbol: "ψ", role: .tuned, default: .real(0.004)
  ).with {
    $0.mayFollow = true
    $0.since = 3
  }
}

/// NAdam's direction.
struct NAdamRule<Lanes: LaneVector>: Preconditioner {
  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private let beta1: Lanes
  private let secondComplement: Lanes
  /// ½, or 0 in lanes of a constant μ.
  private let half: Lanes
  /// 0.96^ψ.
  private let factor: Lanes

  /// 1 − M_k, 1 − β₂ᵏ and 1 − 0.96^(kψ): 0 at the start, so that a state of zeros is one.
  private var first = Lanes.zero
  private var second = Lanes.zero
  private var decayed = Lanes.zero

  /// What g and m are multiplied by at this step.
  private var weights = (gradient: Lanes.zero, moment: Lanes.zero)

  init(_ values: LaneValues<Lanes>) {
    rates = MomentRates(values)
    epsilon = values[\.epsilon]
    beta1 = values[\.beta1]
    secondComplement = MomentRates.complements(values).second
    let decays = values.runs.map { $0.number(ifGiven: Parameter.momentumDecay.key) ?? 0 }
    half = Lanes(lanes: decays.map { $0 == 0 ? 0 : 0.5 })
    factor = Lanes(lanes: decays.map { Elementary.power(0.96, $0) })
  }

  var initialState: Moments<Lanes> { Moments() }

  var complements: [Lanes] {
    get { [first, second, decayed] }
    set { (first, second, decayed) = (newValue[0], newValue[1], newValue[2]) }
  }

  var forgetsFast: Bool { rates.forgetsFast }

  mutating func beginStep() {
    let one = Lanes(repeating: 1)
    // 1 − q f = (1 − q) f + (1 − f).
    decayed = (one - factor).addingProduct(decayed, factor)
    let next = (one - factor).addingProduct(decayed, factor)
    let (now, later) = (momentum(decayed), momentum(next))
    first = first.addingProduct(one - now, one - first)
    second = second.addingProduct(secondComplement, one - second)
    let firstLater = first.addingProduct(one - later, one - first)
    weights = ((one - now) / first, later / firstLater)
  }

  /// μ where 0.96^(kψ) = 1 − c: β₁ (1 − ½ (1 − c)).
  private func momentum(_ complement: Lanes) -> Lanes {
    let one = Lanes(repeating: 1)
    return beta1 * (one - half * (one - complement))
  }

  @inline(__always)
  func direction(
    for gradient: Lanes, state: inout Moments<Lanes>, forgettingFast: Bool
  ) -> Lanes {
    state.update(gradient, rates, forgettingFast: forgettingFast)
    return (weights.gradient * gradient).addingProduct(weights.moment, state.first)
      / ((state.second / second).root() + epsilon)
  }
}
