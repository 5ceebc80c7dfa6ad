/// The training loop of one group of lanes.
///
/// One step, in the canonical order (f, y, ε per sample; g per signal coordinate):
///
///     f = Z w          r = ((f − y) − ε) · (1/n)          g = Zᵀ r          (θ, w) ← model's update
///
/// 1/n is rounded once. Lanes never interact: lane k computes bit for bit what it would alone.
final class LaneBatchRun<
  Matrix: LaneMatrix & ~Copyable, Network: Parametrization, Rule: Preconditioner
> where Network.Lanes == Matrix.Lanes, Rule.Lanes == Matrix.Lanes {
  typealias Lanes = Matrix.Lanes

  let laneCount: Int
  private(set) var divergenceSteps: [Int?]

  private let network: Network
  private let update: ParameterUpdate<Rule>
  private let noise: LabelNoise<Lanes>
  private let forward: Matrix
  private let backward: Matrix
  private let targets: LaneStorage<Lanes.Scalar>
  private let inverseSampleCount: Lanes.Scalar

  private let theta: LaneStorage<Lanes>  // [P]
  private let states: LaneStorage<Rule.State>  // [P]
  private let signal: LaneStorage<Lanes>  // [q], padded
  private let residuals: LaneStorage<Lanes>  // [n], padded
  private let gradient: LaneStorage<Lanes>  // [q]

  private var stepsDone = 0
  /// The lanes that hold a run which has not diverged.
  private var isLive = SIMDMask<Lanes.MaskStorage>(repeating: false)

  init(
    _ configuration: TrainingConfiguration, lanes: [LaneParameters], network: Network, rule: Rule,
    forward: consuming Matrix, backward: consuming Matrix
  ) {
    let n = configuration.problem.sampleCount
    precondition(lanes.count <= Lanes.scalarCount)
    laneCount = lanes.count
    divergenceSteps = Array(repeating: nil, count: lanes.count)
    self.network = network
    update = ParameterUpdate(
      rule: rule, negatedStepSize: -Lanes(lanes: lanes.map(\.stepSize)))
    noise = LabelNoise(configuration.noise, lanes: lanes, sampleCount: n)
    self.forward = forward
    self.backward = backward
    targets = LaneStorage(configuration.problem.targets.map { Lanes.Scalar($0) })
    inverseSampleCount = 1 / Lanes.Scalar(n)
    theta = LaneStorage(
      configuration.initialParameters.map { Lanes(repeating: Lanes.Scalar($0)) })
    states = LaneStorage(repeating: rule.initialState, count: network.parameterCount)
    signal = LaneStorage(repeating: .zero, count: paddedCount(network.signalCount))
    residuals = LaneStorage(repeating: .zero, count: paddedCount(n))
    gradient = LaneStorage(repeating: .zero, count: network.signalCount)
    for k in 0..<lanes.count { isLive[k] = true }
    network.predict(from: theta, into: signal)
  }

  func advance(to step: Int) {
    while stepsDone < step && any(isLive) {
      stepsDone += 1
      forward.multiply(signal, into: residuals)
      takeResiduals()
      backward.multiply(residuals, into: gradient)
      let probe = network.advance(
        theta, states: states, against: gradient, by: update, signal: signal)
      let isLost = isLive .& (probe .!= 0)
      if any(isLost) { markDiverged(isLost) }
    }
  }

  /// Turns predictions into scaled residuals, r = ((f − y) − ε) · (1/n).
  private func takeResiduals() {
    for i in 0..<targets.count { residuals[i] = residuals[i] - targets[i] }
    noise.subtract(from: residuals, atStep: stepsDone)
    for i in 0..<targets.count { residuals[i] = residuals[i] * inverseSampleCount }
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
    return (0..<states.count).compactMap {
      Rule.secondMoment(in: states[$0]).map { Double($0[lane]) }
    }
  }
}
