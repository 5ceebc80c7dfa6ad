/// Any model under any optimizer: pull back into a buffer, add gradient noise, step, predict.
final class GeneralStep<Network: Parametrization & ~Copyable, Rule: ArrayRule & ~Copyable>
where Network.Lanes == Rule.Lanes {
  typealias Lanes = Rule.Lanes

  let network: Network
  private var rule: Rule
  private let noise: GradientNoise<Lanes>
  private let hasNoise: Bool
  private let gradient: LaneStorage<Lanes>  // [P]

  init(
    _ network: consuming Network, _ rule: consuming Rule, noise source: NoiseSource,
    _ lanes: [LaneParameters]
  ) {
    gradient = LaneStorage(repeating: .zero, count: network.parameterCount)
    if case .gradient(let scales) = source {
      noise = GradientNoise(scales: scales, lanes: lanes)
      hasNoise = true
    } else {
      noise = GradientNoise(scales: nil, lanes: lanes)
      hasNoise = false
    }
    self.network = network
    self.rule = rule
  }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against signalGradient: borrowing LaneStorage<Lanes>,
    signal: borrowing LaneStorage<Lanes>, atStep step: Int
  ) -> Lanes {
    network.pullBack(signalGradient, at: theta, into: gradient)
    if hasNoise { noise.add(to: gradient, atStep: step) }
    let probe = rule.advance(theta, against: gradient)
    network.predict(from: theta, into: signal)
    return probe
  }

  func secondMoment(ofParameter index: Int) -> Lanes? { rule.secondMoment(ofParameter: index) }
}
