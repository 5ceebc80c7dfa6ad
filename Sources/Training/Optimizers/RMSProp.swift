/// Adam without a first moment: V = g², S⁻¹ = √v + ε and g in the place of m.
struct RMSProp: OptimizerKind {
  static let name = "rmsprop"

  var exponent: PreconditionerExponent? { .constant(0.5) }

  func sharing(in _: ParameterLayout) -> Sharing { .separate }

  func state(in layout: ParameterLayout, correctsBias: Bool) -> StateLayout {
    moments(in: layout, hasFirst: false, correctsBias: correctsBias)
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    maker.correctsBias
      ? maker.fusable(RMSPropRule<Corrected<M.Lanes>>(maker.values))
      : maker.fusable(RMSPropRule<Uncorrected<M.Lanes>>(maker.values))
  }
}

extension Optimizer {
  /// V = g², S⁻¹ = √v + ε and g in the place of m.
  public static let rmsprop = Optimizer(RMSProp())
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
