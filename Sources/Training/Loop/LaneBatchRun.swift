/// The training loop of one group of lanes.
///
/// One step, in the canonical order:
///
///     f = Z w          r from f, y and the noise          g = Zᵀ r          (θ, w) ← model's step
///
/// Lanes never interact: lane k computes bit for bit what it would alone.
final class LaneBatchRun<Lanes: LaneVector> {
  let laneCount: Int
  private(set) var divergenceSteps: [Int?]

  private let products: LaneProducts<Lanes>
  private let residualSource: ResidualSource<Lanes>
  private let step: ModelStep<Lanes>

  private let theta: LaneStorage<Lanes>  // [P]
  private let signal: LaneStorage<Lanes>  // [q], padded
  private let residuals: LaneStorage<Lanes>  // [n], padded
  private let gradient: LaneStorage<Lanes>  // [q]

  private var stepsDone = 0
  /// The lanes that hold a run which has not diverged.
  private var isLive = SIMDMask<Lanes.MaskStorage>(repeating: false)

  init(_ configuration: TrainingConfiguration, lanes: [LaneParameters], fuses: Bool) {
    let problem = configuration.problem
    precondition(lanes.count <= Lanes.scalarCount)
    laneCount = lanes.count
    divergenceSteps = Array(repeating: nil, count: lanes.count)
    products = LaneProducts(problem.design)
    residualSource = ResidualSource(configuration.noise, targets: problem.targets, lanes: lanes)
    step = makeStep(configuration, lanes, fuses: fuses)
    theta = LaneStorage(
      configuration.initialParameters.map { Lanes(repeating: Lanes.Scalar($0)) })
    signal = LaneStorage(repeating: .zero, count: paddedCount(problem.signalCount))
    residuals = LaneStorage(repeating: .zero, count: paddedCount(problem.sampleCount))
    gradient = LaneStorage(repeating: .zero, count: problem.signalCount)
    for k in 0..<lanes.count { isLive[k] = true }
    step.predict(theta, signal)
  }

  func advance(to target: Int) {
    while stepsDone < target && any(isLive) {
      stepsDone += 1
      products.forward(signal, residuals)
      residualSource.replace(residuals, atStep: stepsDone)
      products.backward(residuals, gradient)
      let probe = step.advance(theta, gradient, signal, stepsDone)
      let isLost = isLive .& (probe .!= 0)
      if any(isLost) { markDiverged(isLost) }
    }
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
