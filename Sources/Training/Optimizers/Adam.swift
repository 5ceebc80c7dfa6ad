import Parameters

/// Adam: V = g², S⁻¹ = √v + ε.
struct Adam: OptimizerKind {
  static let name = "adam"
  static let parameters: [Parameter] = .adaptive() + .weightDecay()
  static let derived = Derived.decay + Derived.weightDecay
  static let constraints: [Constraint] = [.powerLaw]
  static let exponent: PreconditionerExponent = .constant(0.5)

  let correctsBias: Bool

  init(correctsBias: Bool = false) { self.correctsBias = correctsBias }

  init(_ values: borrowing Values) { correctsBias = values.flag(.biasCorrection) }

  func sharing(in _: ParameterLayout) -> Sharing { .separate }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    correctsBias
      ? maker.fusable(AdamRule<Corrected<M.Lanes>>(maker.values))
      : maker.fusable(AdamRule<Uncorrected<M.Lanes>>(maker.values))
  }

  func python(in _: ParameterLayout) -> PythonUpdate {
    .adam(correctsBias: correctsBias)
  }
}

extension Optimizer {
  /// V = g², S⁻¹ = √v + ε.
  public static let adam = adam(correctsBias: false)

  /// V = g², S⁻¹ = √v + ε.
  ///
  /// - Parameter correctsBias: Whether the moments are divided by 1 − βᵗ.
  /// - Returns: The optimizer.
  public static func adam(correctsBias: Bool) -> Optimizer {
    Optimizer(Adam(correctsBias: correctsBias))
  }
}

/// Adam's diagonal preconditioner: the direction is m / (√v + ε).
struct AdamRule<Bias: BiasCorrection>: Preconditioner {
  typealias Lanes = Bias.Lanes

  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private var bias: Bias

  init(_ values: LaneValues<Lanes>) {
    rates = MomentRates(values)
    epsilon = values[\.epsilon]
    bias = Bias(values)
  }

  var initialState: Moments<Lanes> { Moments() }

  var complements: [Lanes] {
    get { bias.complements }
    set { bias.complements = newValue }
  }

  var forgetsFast: Bool { rates.forgetsFast }

  mutating func beginStep() { bias.beginStep() }

  @inline(__always)
  func direction(
    for gradient: Lanes, state: inout Moments<Lanes>, forgettingFast: Bool
  ) -> Lanes {
    state.update(gradient, rates, forgettingFast: forgettingFast)
    return bias.corrected(first: state.first)
      / (bias.corrected(second: state.second).root() + epsilon)
  }
}
