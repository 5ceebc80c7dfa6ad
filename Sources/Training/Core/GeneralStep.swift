/// Any model under any loss, optimizer and stages, pass after pass.
final class GeneralStep<Lanes: LaneVector> {
  private let predictor: Predictor<Lanes>
  private let residualsOf: Residuals<Lanes>
  let rule: Rule<Lanes>
  private let stages: Stages<Lanes>

  let theta: LaneStorage<Lanes>
  private let gradient: LaneStorage<Lanes>
  private let predictions: LaneStorage<Lanes>
  private let residuals: LaneStorage<Lanes>

  init(
    _ predictor: Predictor<Lanes>, _ residuals: Residuals<Lanes>, _ rule: Rule<Lanes>,
    _ stages: Stages<Lanes>
  ) {
    self.predictor = predictor
    residualsOf = residuals
    self.rule = rule
    self.stages = stages
    theta = LaneStorage(repeating: .zero, count: predictor.counts.theta)
    gradient = LaneStorage(repeating: .zero, count: predictor.counts.theta)
    predictions = LaneStorage(repeating: .zero, count: predictor.counts.predictions)
    self.residuals = LaneStorage(repeating: .zero, count: predictor.counts.residuals)
  }

  func start() { predictor.predict(theta, predictions) }

  func advance(_ number: Int) -> Lanes {
    residualsOf.write(residuals, predictions, number)
    predictor.pullBack(residuals, theta, gradient)
    if let addNoise = stages.gradientNoise { addNoise(gradient, number) }
    let probe = rule.advance(theta, gradient)
    predictor.predict(theta, predictions)
    return probe
  }
}

extension Step {
  /// The step with its owner hidden.
  init(_ step: GeneralStep<Lanes>) {
    start = { step.start() }
    advance = { step.advance($0) }
    theta = StateAccess(
      count: step.theta.count, get: { step.theta[$0] }, set: { step.theta[$0] = $1 })
    memory = step.rule.memory
  }
}
