/// Any model under any optimizer: pull back into a buffer, add gradient noise, step, predict.
final class GeneralStep<Network: Parametrization & ~Copyable, Rule: ArrayRule & ~Copyable>
where Network.Lanes == Rule.Lanes {
  typealias Lanes = Rule.Lanes

  let network: Network
  private var rule: Rule
  private let perturb: GradientPerturbation<Lanes>?
  private let gradient: LaneStorage<Lanes>  // [P]

  init(
    _ network: consuming Network, _ rule: consuming Rule, _ perturb: GradientPerturbation<Lanes>?
  ) {
    gradient = LaneStorage(repeating: .zero, count: network.parameterCount)
    self.network = network
    self.rule = rule
    self.perturb = perturb
  }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against signalGradient: borrowing LaneStorage<Lanes>,
    signal: borrowing LaneStorage<Lanes>, atStep step: Int
  ) -> Lanes {
    network.pullBack(signalGradient, at: theta, into: gradient)
    if let perturb { perturb(gradient, step) }
    let probe = rule.advance(theta, against: gradient)
    network.predict(from: theta, into: signal)
    return probe
  }

  var memoryCount: Int { rule.memoryCount }

  func memory(_ index: Int) -> Lanes { rule.memory(index) }

  func setMemory(_ index: Int, to value: Lanes) { rule.setMemory(index, to: value) }

  func secondMoment(ofParameter index: Int) -> Lanes? { rule.secondMoment(ofParameter: index) }
}
