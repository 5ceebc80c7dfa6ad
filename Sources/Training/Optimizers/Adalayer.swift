/// V = mean of g² over the layer of a parameter, which is its block of θ; S⁻¹ = √v + ε.
struct Adalayer: OptimizerKind {
  static let name = "adalayer"

  var exponent: PreconditionerExponent? { .constant(0.5) }

  func sharing(in layout: ParameterLayout) -> Sharing { .blocks(layout.blocks.map(\.range)) }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    maker.blockwiseAdam(maker.layout.blocks.map(\.range))
  }
}

extension Optimizer {
  /// V = mean of g² over the layer of a parameter, see ``Model/layers``; S⁻¹ = √v + ε.
  public static let adalayer = Optimizer(Adalayer())
}
