/// Any model under any loss, optimizer and stages, pass after pass.
final class GeneralStep<Lanes: LaneVector> {
  private let predictor: Predictor<Lanes>
  private let residualsOf: Residuals<Lanes>
  let rule: Rule<Lanes>
  private let stages: Stages<Lanes>
  /// Whether there is more than noise on the gradient.
  private let hasPasses: Bool

  let theta: LaneStorage<Lanes>
  private let gradient: LaneStorage<Lanes>
  private let predictions: LaneStorage<Lanes>
  private let residuals: LaneStorage<Lanes>
  /// Where the gradient is taken, if not at θ.
  private let point: LaneStorage<Lanes>

  init(
    _ predictor: Predictor<Lanes>, _ residuals: Residuals<Lanes>, _ rule: Rule<Lanes>,
    _ stages: Stages<Lanes>
  ) {
    self.predictor = predictor
    residualsOf = residuals
    self.rule = rule
    self.stages = stages
    hasPasses =
      stages.ascent != nil || stages.clip != nil || stages.decay != nil || stages.diffusion != nil
      || stages.loss != nil
    theta = LaneStorage(repeating: .zero, count: predictor.counts.theta)
    gradient = LaneStorage(repeating: .zero, count: predictor.counts.theta)
    predictions = LaneStorage(repeating: .zero, count: predictor.counts.predictions)
    self.residuals = LaneStorage(repeating: .zero, count: predictor.counts.residuals)
    point = LaneStorage(
      repeating: .zero, count: stages.ascent == nil ? 0 : predictor.counts.theta)
  }

  func start() { predictor.predict(theta, predictions) }

  func advance(_ number: Int) -> Lanes {
    if hasPasses { return advanceWithPasses(number) }
    differentiate(theta, number)
    let probe = rule.advance(theta, gradient)
    predictor.predict(theta, predictions)
    return probe
  }

  /// The same with what few steps have; asking for each takes as long as many parameters.
  @inline(never)
  private func advanceWithPasses(_ number: Int) -> Lanes {
    if let loss = stages.loss { rule.setLoss?(loss(predictions)) }
    differentiate(theta, number)
    if let ascent = stages.ascent {
      ascent.apply(point, theta, gradient)
      predictor.predict(point, predictions)
      differentiate(point, number)
    }
    stages.clip?.apply(gradient)
    stages.decay?.apply(theta, gradient, number)
    var probe = rule.advance(theta, gradient)
    if let diffuse = stages.diffusion {
      diffuse(theta, number)
      // x · 0 is ±0 for finite x and NaN otherwise.
      for p in 0..<theta.count { probe = probe.addingProduct(theta[p], 0) }
    }
    predictor.predict(theta, predictions)
    return probe
  }

  /// The gradient at the point that was last predicted from, noise included.
  private func differentiate(_ point: borrowing LaneStorage<Lanes>, _ number: Int) {
    residualsOf.write(residuals, predictions, number)
    predictor.pullBack(residuals, point, gradient)
    if let addNoise = stages.gradientNoise { addNoise(gradient, number) }
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
