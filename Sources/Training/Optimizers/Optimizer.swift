/// An optimizer by name.
///
///     m ← (1 − β₁) g + β₁ m     v ← (1 − β₂) V + β₂ v     θ ← fma(−η, m / S⁻¹(v), θ)
///
/// Both moments start at 0 and v is updated before it is used; for their rounding see ``MomentRate``.
/// Their bias is corrected only if ``TrainingConfiguration/correctsBias`` says so.
public enum Optimizer: Hashable, Sendable {
  /// Plain gradient descent, θ ← fma(−η, g, θ): uses the step size alone.
  case sgd
  /// V = g², S⁻¹ = √v + ε and g in the place of m.
  case rmsprop
  /// V = g², S⁻¹ = √v + ε.
  case adam
  /// V = g², S⁻¹ = v^λ + ε, λ being the run's exponent.
  case adamE
  /// V = mean of g² over the block of a parameter, S⁻¹ = √v + ε.
  ///
  /// - Parameter blockSize: For a diagonal net the number ≥ 1 of consecutive coordinates of u, or of
  ///   v, in a block; the last block of each may be shorter. For a factorization nil: its blocks are
  ///   the rows of every factor.
  case adamMini(blockSize: Int?)
  /// V = mean of g² over the layer of a parameter, see ``Model/layers``; S⁻¹ = √v + ε.
  case adalayer
}

extension Optimizer {
  /// What it keeps on a model of the given blocks.
  func state(in layout: ParameterLayout, correctsBias: Bool) -> StateLayout {
    let second: StateLayout.Extent =
      switch self {
      case .sgd, .rmsprop, .adam, .adamE: .perParameter
      case .adamMini(let blockSize): .perBlock(layout.pieces(ofSize: blockSize))
      case .adalayer: .perBlock(layout.blocks.map(\.range))
      }
    let count = layout.parameterCount
    typealias Name = StateLayout.Name
    let complements: StateLayout.Extent = .shared(correctsBias ? 2 : 0)
    return switch self {
    case .sgd: StateLayout(parameterCount: count, [:])
    case .rmsprop:
      StateLayout(
        parameterCount: count, [Name.complements: complements, Name.secondMoment: second])
    case .adam, .adamE, .adamMini, .adalayer:
      StateLayout(
        parameterCount: count,
        [
          Name.complements: complements, Name.firstMoment: .perParameter,
          Name.secondMoment: second,
        ])
    }
  }
}

extension TrainingConfiguration {
  /// What a run keeps from a step to the next.
  var stateLayout: StateLayout {
    optimizer.state(in: model.layout, correctsBias: correctsBias)
  }

  /// What moves θ, with all moments at their start.
  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    correctsBias
      ? rule(by: maker, Corrected<M.Lanes>.self) : rule(by: maker, Uncorrected<M.Lanes>.self)
  }

  private func rule<M: RuleMaker, Bias: BiasCorrection<M.Lanes>>(
    by maker: M, _ bias: Bias.Type
  ) -> Rule<M.Lanes> {
    switch optimizer {
    case .sgd: maker.fusable(Identity<M.Lanes>())
    case .rmsprop: maker.fusable(RMSProp<Bias>(maker.values))
    case .adam: maker.fusable(Adam<Bias>(maker.values))
    case .adamE: maker.fusable(AdamE<Bias>(maker.values))
    case .adamMini(let blockSize):
      maker.blockwiseAdam(model.layout.pieces(ofSize: blockSize), bias)
    case .adalayer: maker.blockwiseAdam(model.layers, bias)
    }
  }
}
