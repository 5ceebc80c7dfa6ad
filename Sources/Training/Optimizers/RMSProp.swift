import Parameters

/// Adam without a first moment: V = g², S⁻¹ = √v + ε and g in the place of m.
struct RMSProp: OptimizerKind {
  static let name = "rmsprop"
  static let parameters: [Parameter] = .adaptive(averages: false)
  static let derived = Derived.decay
  static let constraints: [Constraint] = [.powerLaw]
  static let exponent: PreconditionerExponent? = .constant(0.5)

  let correctsBias: Bool

  init(correctsBias: Bool = false) { self.correctsBias = correctsBias }

  init(_ values: borrowing Values) { correctsBias = values.flag(.biasCorrection) }

  func sharing(in _: ParameterLayout) -> Sharing { .separate }

  func state(in layout: ParameterLayout) -> StateLayout {
    moments(in: layout, hasFirst: false)
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    correctsBias
      ? maker.fusable(RMSPropRule<Corrected<M.Lanes>>(maker.values))
      : maker.fusable(RMSPropRule<Uncorrected<M.Lanes>>(maker.values))
  }
}

extension Optimizer {
  /// V = g², S⁻¹ = √v + ε and g in the place of m.
  public static let rmsprop = rmsprop(correctsBias: false)

  /// V = g², S⁻¹ = √v + ε and g in the place of m.
  ///
  /// - Parameter correctsBias: Whether the moments are divided by 1 − βᵗ.
  public static func rmsprop(correctsBias: Bool) -> Optimizer {
    Optimizer(RMSProp(correctsBias: correctsBias))
  }
}

/// Adam without a first moment: the direction is g / (√v + ε).
struct RMSPropRule<Bias: BiasCorrection>: Preconditioner {
  typealias Lanes = Bias.Lanes

  private let rates: MomentRates<Lanes>
  private let epsilon: Lanes
  private var bias: Bias

  init(_ values: LaneValues<Lanes>) {
    rates = MomentRates(values)
    epsilon = values[\.epsilon]
    bias = Bias(values)
  }

  var initialState: Moment<Lanes> { Moment() }

  var complements: [Lanes] {
    get { bias.complements }
    set { bias.complements = newValue }
  }

  var forgetsFast: Bool { rates.second.forgetsFast }

  mutating func beginStep() { bias.beginStep() }

  @inline(__always)
  func direction(
    for gradient: Lanes, state: inout Moment<Lanes>, forgettingFast: Bool
  ) -> Lanes {
    state.value = rates.second.average(
      state.value, gradient * gradient, forgettingFast: forgettingFast)
    return gradient / (bias.corrected(second: state.value).root() + epsilon)
  }
}
