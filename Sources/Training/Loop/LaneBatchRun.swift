/// The training loop of one group of lanes.
///
/// One step, in the canonical order:
///
///     r from f, y and the noise          g = Zᵀ r          (θ, w) ← model's step          f = Z w
///
/// Lanes never interact: lane k computes bit for bit what it would alone.
final class LaneBatchRun<Lanes: LaneVector> {
  let laneCount: Int
  var divergenceSteps: [Int?]

  private let products: LaneProducts<Lanes>
  private let residualSource: ResidualSource<Lanes>
  let step: ModelStep<Lanes>

  let theta: LaneStorage<Lanes>  // [P]
  /// w and ∂L/∂w of all columns, padded, or of one chunk where a step goes by columns.
  let signal: LaneStorage<Lanes>
  private let gradient: LaneStorage<Lanes>
  private let predictions: LaneStorage<Lanes>  // [n], padded
  private let residuals: LaneStorage<Lanes>  // [n], padded

  var stepsDone = 0
  /// The lanes that hold a run which has not diverged.
  var isLive = SIMDMask<Lanes.MaskStorage>(repeating: false)

  init(_ configuration: TrainingConfiguration, lanes: [LaneParameters], fuses: Bool) {
    let problem = configuration.problem
    precondition(lanes.count <= Lanes.scalarCount)
    laneCount = lanes.count
    divergenceSteps = Array(repeating: nil, count: lanes.count)
    products = LaneProducts(problem.design)
    residualSource = ResidualSource(configuration.noise, targets: problem.targets, lanes: lanes)
    step = LaneStepMaker(configuration: configuration, lanes: lanes, fuses: fuses).makeStep()
    theta = LaneStorage(
      configuration.initialParameters.map { Lanes(repeating: Lanes.Scalar($0)) })
    let columnCount =
      if case .byColumns = step.advance { products.chunkLength } else {
        paddedCount(problem.signalCount)
      }
    signal = LaneStorage(repeating: .zero, count: columnCount)
    gradient = LaneStorage(repeating: .zero, count: columnCount)
    predictions = LaneStorage(repeating: .zero, count: paddedCount(problem.sampleCount))
    residuals = LaneStorage(repeating: .zero, count: paddedCount(problem.sampleCount))
    for k in 0..<lanes.count { isLive[k] = true }
    predict()
  }

  /// Z w(θ) into the predictions, for a θ that no step has led to.
  func predict() {
    let signal = LaneStorage<Lanes>(
      repeating: .zero, count: paddedCount(products.chunks.last?.upperBound ?? 0))
    step.predict(theta, signal)
    products.predict(signal, into: predictions)
  }

  func advance(to target: Int) {
    switch step.advance {
    case .byColumns(let begin, let advance):
      takeSteps(to: target) { advanceByColumns(begin, advance) }
    case .atOnce(let advance): takeSteps(to: target) { advanceAtOnce(advance) }
    }
  }

  @inline(__always)
  private func takeSteps(to target: Int, _ moveTheta: () -> Lanes) {
    while stepsDone < target && any(isLive) {
      stepsDone += 1
      residualSource.write(residuals, of: predictions, atStep: stepsDone)
      let probe = moveTheta()
      if probe.total != 0 { markDiverged(isLive .& (probe .!= 0)) }
    }
  }

  @inline(__always)
  private func advanceByColumns(
    _ begin: () -> Void, _ advance: ModelStep<Lanes>.AdvanceOfColumns
  ) -> Lanes {
    begin()
    var probe = Lanes.zero
    for columns in products.chunks {
      products.pullBack(residuals, columns, gradient, 0)
      probe += advance(theta, columns, gradient, signal)
      for k in columns.count..<paddedCount(columns.count) { signal[k] = .zero }
      products.accumulate(signal, 0, columns, predictions)
    }
    return probe
  }

  @inline(__always)
  private func advanceAtOnce(_ advance: ModelStep<Lanes>.AdvanceOfAll) -> Lanes {
    for columns in products.chunks {
      products.pullBack(residuals, columns, gradient, columns.lowerBound)
    }
    let probe = advance(theta, gradient, signal, stepsDone)
    products.predict(signal, into: predictions)
    return probe
  }

  private func markDiverged(_ lanes: SIMDMask<Lanes.MaskStorage>) {
    for k in 0..<laneCount where lanes[k] {
      divergenceSteps[k] = stepsDone
      isLive[k] = false
    }
  }

  func theta(ofLane lane: Int) -> [Double] {
    precondition(lane < laneCount)
    return (0..<theta.count).map { Double(theta[$0][lane]) }
  }

  func secondMoment(ofLane lane: Int) -> [Double] {
    precondition(lane < laneCount)
    return (0..<theta.count).compactMap { step.secondMoment($0).map { Double($0[lane]) } }
  }
}
