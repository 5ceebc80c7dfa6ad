/// What a pass over a diagonal net needs of its model.
struct DiagonalAccess<Lanes: LaneVector> {
  let network: DiagonalLinearNetwork<Lanes>
  let products: LinearProducts<Lanes>
}

/// A diagonal net under an elementwise optimizer: one pass over θ, chunk of columns by chunk.
final class FusedDiagonalStep<P: Preconditioner> {
  typealias Lanes = P.Lanes

  private let network: DiagonalLinearNetwork<Lanes>
  private let products: LinearProducts<Lanes>
  private let predictor: Predictor<Lanes>
  private let residualsOf: Residuals<Lanes>
  let rule: ElementwiseRule<P>

  let theta: LaneStorage<Lanes>
  /// w and ∂L/∂w of one chunk.
  private let signal: LaneStorage<Lanes>
  private let gradient: LaneStorage<Lanes>
  private let predictions: LaneStorage<Lanes>
  private let residuals: LaneStorage<Lanes>

  init(
    _ rule: ElementwiseRule<P>, _ diagonal: DiagonalAccess<Lanes>, _ predictor: Predictor<Lanes>,
    _ residuals: Residuals<Lanes>
  ) {
    network = diagonal.network
    products = diagonal.products
    self.predictor = predictor
    residualsOf = residuals
    self.rule = rule
    theta = LaneStorage(repeating: .zero, count: predictor.counts.theta)
    signal = LaneStorage(repeating: .zero, count: products.chunkLength)
    gradient = LaneStorage(repeating: .zero, count: products.chunkLength)
    predictions = LaneStorage(repeating: .zero, count: predictor.counts.predictions)
    self.residuals = LaneStorage(repeating: .zero, count: predictor.counts.residuals)
  }

  func start() { predictor.predict(theta, predictions) }

  func advance(_ number: Int) -> Lanes {
    residualsOf.write(residuals, predictions, number)
    rule.update.beginStep()
    var probe = Lanes.zero
    for columns in products.chunks {
      products.pullBack(residuals, columns, gradient, 0)
      probe += network.advance(
        theta, states: rule.states, columns: columns, against: gradient, by: rule.update,
        signal: signal)
      products.accumulate(signal, 0, columns, predictions)
    }
    products.finish(predictions)
    return probe
  }
}

extension Step {
  /// The step with its owner hidden.
  init<P: Preconditioner<Lanes>>(_ step: FusedDiagonalStep<P>) {
    start = { step.start() }
    advance = { step.advance($0) }
    theta = StateAccess(
      count: step.theta.count, get: { step.theta[$0] }, set: { step.theta[$0] = $1 })
    memory = StateAccess(
      count: step.rule.memoryCount, get: { step.rule.memory($0) },
      set: { step.rule.setMemory($0, to: $1) })
  }
}
