/// The step of a configuration's model, optimizer and gradient noise.
///
/// - Parameters:
///   - configuration: Model, optimizer, bias correction and noise.
///   - lanes: The runs of the group, at most as many as lanes.
///   - fuses: Whether a diagonal net may take its fused pass; the bits are the same.
/// - Returns: The step, with all moments 0.
func makeStep<Lanes: LaneVector>(
  _ configuration: TrainingConfiguration, _ lanes: [LaneParameters], fuses: Bool
) -> ModelStep<Lanes> {
  configuration.correctsBias
    ? makeStep(configuration, lanes, bias: Corrected<Lanes>.self, fuses: fuses)
    : makeStep(configuration, lanes, bias: Uncorrected<Lanes>.self, fuses: fuses)
}

/// A step with the optimizer chosen.
private func makeStep<Bias: BiasCorrection>(
  _ configuration: TrainingConfiguration, _ lanes: [LaneParameters], bias: Bias.Type, fuses: Bool
) -> ModelStep<Bias.Lanes> {
  switch configuration.optimizer {
  case .sgd: makeStep(configuration, lanes, rule: Identity<Bias.Lanes>(), fuses: fuses)
  case .rmsprop: makeStep(configuration, lanes, rule: RMSProp<Bias>(lanes), fuses: fuses)
  case .adam: makeStep(configuration, lanes, rule: Adam<Bias>(lanes), fuses: fuses)
  case .adamE: makeStep(configuration, lanes, rule: AdamE<Bias>(lanes), fuses: fuses)
  case .adamMini(let blockSize):
    makeStep(
      configuration, lanes,
      rule: BlockwiseAdam<Bias>(lanes, blocks: configuration.model.blocks(ofSize: blockSize)))
  case .adalayer:
    makeStep(
      configuration, lanes, rule: BlockwiseAdam<Bias>(lanes, blocks: configuration.model.layers))
  }
}

/// An elementwise step, fused if it can be.
private func makeStep<Rule: Preconditioner>(
  _ configuration: TrainingConfiguration, _ lanes: [LaneParameters], rule: Rule, fuses: Bool
) -> ModelStep<Rule.Lanes> {
  if fuses, !configuration.noise.perturbsGradient,
    case .diagonalNet(let dimension) = configuration.model
  {
    let network = DiagonalLinearNetwork<Rule.Lanes>(dimension: dimension)
    return ModelStep(FusedStep(network, rule, lanes))
  }
  let count = configuration.model.parameterCount
  return makeStep(
    configuration, lanes, rule: ElementwiseRule(rule, lanes, parameterCount: count))
}

/// A general step with the model chosen.
private func makeStep<Rule: ArrayRule & ~Copyable>(
  _ configuration: TrainingConfiguration, _ lanes: [LaneParameters], rule: consuming Rule
) -> ModelStep<Rule.Lanes> {
  switch configuration.model {
  case .diagonalNet(let dimension):
    let network = DiagonalLinearNetwork<Rule.Lanes>(dimension: dimension)
    return ModelStep(GeneralStep(network, rule, noise: configuration.noise, lanes))
  case .matrixFactorization(let dimension, let width, let depth):
    let network = MatrixFactorization<Rule.Lanes>(
      dimension: dimension, width: width, depth: depth)
    return ModelStep(GeneralStep(network, rule, noise: configuration.noise, lanes))
  }
}

extension NoiseSource {
  /// Whether the general path must add noise to ∂L/∂θ.
  fileprivate var perturbsGradient: Bool { if case .gradient = self { true } else { false } }
}
