import Parameters

/// V = mean of g² over the layer of a parameter, which is its block of θ; S⁻¹ = √v + ε.
struct Adalayer: OptimizerKind {
  static let name = "adalayer"
  static let parameters: [Parameter] = .adaptive()
  static let derived = Derived.decay
  static let constraints: [Constraint] = [.powerLaw]
  static let work = RuleWork(alone: 1_900, isBlockwise: true)
  static let exponent: PreconditionerExponent = .constant(0.5)

  let correctsBias: Bool

  init(correctsBias: Bool = false) { self.correctsBias = correctsBias }

  init(_ values: borrowing Values) { correctsBias = values.flag(.biasCorrection) }

  func sharing(in layout: ParameterLayout) -> Sharing { .blocks(layout.blocks.map(\.range)) }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    maker.blockwiseAdam(maker.layout.blocks.map(\.range), correctsBias: correctsBias)
  }

  func python(in layout: ParameterLayout) -> PythonUpdate {
    .blockwiseAdam(layout.blocks.map(\.range), correctsBias: correctsBias)
  }
}

extension Optimizer {
  /// V = mean of g² over the layer of a parameter, see ``Model/layers``; S⁻¹ = √v + ε.
  public static let adalayer = adalayer(correctsBias: false)

  /// V = mean of g² over the layer of a parameter, see ``Model/layers``; S⁻¹ = √v + ε.
  ///
  /// - Parameter correctsBias: Whether the moments are divided by 1 − βᵗ.
  /// - Returns: The optimizer.
  public static func adalayer(correctsBias: Bool) -> Optimizer {
    Optimizer(Adalayer(correctsBias: correctsBias))
  }
}
