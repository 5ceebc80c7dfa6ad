/// Makes steps of runs side by side, one in each lane.
struct LaneStepMaker<Lanes: LaneVector>: StepMaker {
  let configuration: TrainingConfiguration
  /// The runs of the group, at most as many as lanes.
  let lanes: [LaneParameters]
  /// Whether a diagonal net may take its fused pass; the bits are the same.
  let fuses: Bool

  func step(of rule: some Preconditioner<Lanes>) -> ModelStep<Lanes> {
    if fuses, !configuration.noise.perturbsGradient,
      case .diagonalNet(let dimension) = configuration.model
    {
      return ModelStep(
        FusedStep(DiagonalLinearNetwork<Lanes>(dimension: dimension), rule, lanes))
    }
    let count = configuration.model.parameterCount
    return generalStep(ElementwiseRule(rule, lanes, parameterCount: count))
  }

  func step<Bias: BiasCorrection<Lanes>>(
    ofBlocks blocks: [Range<Int>], _: Bias.Type
  ) -> ModelStep<Lanes> {
    generalStep(BlockwiseAdam<Bias>(lanes, blocks: blocks))
  }

  private func generalStep<Rule: ArrayRule<Lanes> & ~Copyable>(
    _ rule: consuming Rule
  ) -> ModelStep<Lanes> {
    let perturb = GradientNoise<Lanes>(configuration.noise, lanes: lanes)?.perturbation
    switch configuration.model {
    case .diagonalNet(let dimension):
      let network = DiagonalLinearNetwork<Lanes>(dimension: dimension)
      return ModelStep(GeneralStep(network, rule, perturb))
    case .matrixFactorization(let dimension, let width, let depth):
      let network = MatrixFactorization(
        dimension: dimension, width: width, depth: depth, LaneFactorProducts<Lanes>())
      return ModelStep(GeneralStep(network, rule, perturb))
    }
  }
}
