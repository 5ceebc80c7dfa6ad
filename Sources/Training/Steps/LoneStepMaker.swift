/// Makes steps of a run by itself, whose parameters lie in the lanes.
struct LoneStepMaker<Scalar: LookupScalar>: StepMaker {
  typealias Lanes = SIMD16<Scalar>

  let configuration: TrainingConfiguration
  /// The run.
  let lanes: [LaneParameters]
  let layout: LoneLayout

  init(_ configuration: TrainingConfiguration, _ lane: LaneParameters) {
    self.configuration = configuration
    lanes = [lane]
    layout = LoneLayout(configuration.model)
  }

  func step(of rule: some Preconditioner<Lanes>) -> ModelStep<Lanes> {
    if !configuration.noise.perturbsGradient, case .diagonalNet = configuration.model {
      return ModelStep(FusedStep(network, rule, lanes))
    }
    return generalStep(ElementwiseRule(rule, lanes, parameterCount: layout.vectorCount))
  }

  func step<Bias: BiasCorrection<Lanes>>(
    ofBlocks blocks: [Range<Int>], _: Bias.Type
  ) -> ModelStep<Lanes> {
    generalStep(LoneBlockwiseAdam<Bias>(lanes, blocks: blocks, layout))
  }

  private func generalStep<Rule: ArrayRule<Lanes> & ~Copyable>(
    _ rule: consuming Rule
  ) -> ModelStep<Lanes> {
    let perturb = LoneGradientNoise<Scalar>(configuration.noise, lanes[0], layout)?.perturbation
    switch configuration.model {
    case .diagonalNet: return ModelStep(GeneralStep(network, rule, perturb))
    case .matrixFactorization(let dimension, let width, let depth):
      let products = LoneFactorProducts<Scalar>(largestRightCount: width * dimension)
      let network = MatrixFactorization(
        dimension: dimension, width: width, depth: depth, products)
      return ModelStep(GeneralStep(network, rule, perturb))
    }
  }

  /// A diagonal net of sixteen coordinates in each vector.
  private var network: DiagonalLinearNetwork<Lanes> {
    DiagonalLinearNetwork(dimension: layout.vectorsOfPart)
  }
}
