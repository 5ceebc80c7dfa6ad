public import Parameters

/// Adam without a first moment: V = g², S⁻¹ = √v + ε and g in the place of m.
///
/// With momentum, or centered, it has the rule of ``CenteredRMSPropRule``.
struct RMSProp: OptimizerKind {
  static let name = "rmsprop"
  static let parameters: [Parameter] =
    .adaptive(averages: false) + [.momentum, .centered] + .weightDecay()
  static let derived = Derived.decay + Derived.weightDecay
  static let constraints: [Constraint] = [.powerLaw, .centeredIsNotCorrected]
  static let exponent: PreconditionerExponent = .constant(0.5)
  static let gain = Gain.ofMomentum()

  let correctsBias: Bool
  /// μ; 0 for none.
  let momentum: Double
  let isCentered: Bool

  init(correctsBias: Bool = false, momentum: Double = 0, isCentered: Bool = false) {
    (self.correctsBias, self.momentum, self.isCentered) = (correctsBias, momentum, isCentered)
  }

  init(_ values: borrowing Values) {
    self.init(
      correctsBias: values.flag(.biasCorrection), momentum: values.real(.momentum),
      isCentered: values.flag(.centered))
  }

  func sharing(in _: ParameterLayout) -> Sharing { .separate }

  /// Whether v is all that it keeps.
  private var isPlain: Bool { momentum == 0 && !isCentered }

  func state(in layout: ParameterLayout) -> StateLayout {
    let plain = moments(in: layout, hasFirst: false)
    if isPlain { return plain }
    return plain.with([
      (StateLayout.Name.centre, .perParameter), (StateLayout.Name.buffer, .perParameter),
    ])
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    if !isPlain {
      return correctsBias
        ? maker.elementwise(
          CenteredRMSPropRule<Corrected<M.Lanes>>(maker.values, momentum, isCentered))
        : maker.elementwise(
          CenteredRMSPropRule<Uncorrected<M.Lanes>>(maker.values, momentum, isCentered))
    }
    return correctsBias
      ? maker.fusable(RMSPropRule<Corrected<M.Lanes>>(maker.values))
      : maker.fusable(RMSPropRule<Uncorrected<M.Lanes>>(maker.values))
  }

  func python(in _: ParameterLayout) -> PythonUpdate {
    let corrected = correctsBias ? " / c2" : ""
    let v = PythonUpdate.secondMoment + (correctsBias ? "\n\(PythonUpdate.secondComplement)" : "")
    if isPlain {
      return PythonUpdate(
        "\(v)\ntheta - eta * g / (sqrt(v\(corrected)) + epsilon)", states: ["v"])
    }
    let centre = "centre = (1 - one_minus_beta2) * centre + one_minus_beta2 * g\n"
    let spread =
      isCentered ? "maximum(0, v\(corrected) - (centre\(corrected)) ** 2)" : "v\(corrected)"
    return PythonUpdate(
      """
      \(v)
      \(isCentered ? centre : "")b = momentum * b + g / (sqrt(\(spread)) + epsilon)
      theta - eta * b
      """, states: (isCentered ? ["v", "centre"] : ["v"]) + ["b"])
  }
}

extension Optimizer {
  /// V = g², S⁻¹ = √v + ε and g in the place of m.
  public static let rmsprop = rmsprop(correctsBias: false)

  /// V = g², S⁻¹ = √v + ε and g in the place of m.
  ///
  /// - Parameters:
  ///   - correctsBias: Whether the moments are divided by 1 − βᵗ.
  ///   - momentum: μ in [0, 1), of a buffer of directions.
  ///   - isCentered: Whether the square of the averaged gradient is taken from v.
  /// - Returns: The optimizer.
  public static func rmsprop(
    correctsBias: Bool, momentum: Double = 0, isCentered: Bool = false
  ) -> Optimizer {
    Optimizer(RMSProp(correctsBias: correctsBias, momentum: momentum, isCentered: isCentered))
  }
}

extension Constraint {
  /// With corrected averages v̂ = ĝ² at the first step, and what is left of v̂ − ĝ² is rounding.
  fileprivate static let centeredIsNotCorrected = Constraint(
    [Parameter.centered, .biasCorrection].map { $0.path(in: Block.optimizer) }
  ) { corners in
    corners.contains { $0.allSatisfy { $0 == .text("true") } }
      ? [
        Mistake(
          """
          centered rmsprop with bias_correction divides by rounding at its first step, where v − ḡ² is 0 \
          but for that
          """, hint: "bias_correction: false, as torch.optim.RMSprop has it")
      ] : []
  }
}

extension Parameter {
  /// Whether rmsprop takes the square of the averaged gradient from v.
  public static let centered = Parameter(
    "centered", .flag, longName: "whether rmsprop's v is centered, 0 or 1", symbol: "centered",
    role: .method, default: .text("false")
  ).with {
    $0.mayFollow = true
    $0.column = Column(absence: .value(.integer(0)))
    $0.since = 3
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
