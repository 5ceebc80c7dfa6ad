/// Makes the step of a configuration's model, optimizer and gradient noise, for vectors whose lanes hold
/// one thing or another.
protocol StepMaker<Lanes> {
  associatedtype Lanes: LaneVector

  var configuration: TrainingConfiguration { get }
  /// What the lanes' hyperparameters are taken from; see ``LaneVector/init(lanes:)``.
  var lanes: [LaneParameters] { get }

  /// The step of an elementwise optimizer.
  func step(of rule: some Preconditioner<Lanes>) -> ModelStep<Lanes>

  /// The step of an optimizer with one second moment for each block of parameters, given as ranges of
  /// indices that cover the parameters in order.
  func step<Bias: BiasCorrection<Lanes>>(
    ofBlocks blocks: [Range<Int>], _: Bias.Type
  ) -> ModelStep<Lanes>
}

extension StepMaker {
  /// The step, with all moments 0.
  func makeStep() -> ModelStep<Lanes> {
    configuration.correctsBias
      ? makeStep(Corrected<Lanes>.self) : makeStep(Uncorrected<Lanes>.self)
  }

  private func makeStep<Bias: BiasCorrection<Lanes>>(_ bias: Bias.Type) -> ModelStep<Lanes> {
    switch configuration.optimizer {
    case .sgd: step(of: Identity<Lanes>())
    case .rmsprop: step(of: RMSProp<Bias>(lanes))
    case .adam: step(of: Adam<Bias>(lanes))
    case .adamE: step(of: AdamE<Bias>(lanes))
    case .adamMini(let blockSize):
      step(ofBlocks: configuration.model.blocks(ofSize: blockSize), bias)
    case .adalayer: step(ofBlocks: configuration.model.layers, bias)
    }
  }
}
