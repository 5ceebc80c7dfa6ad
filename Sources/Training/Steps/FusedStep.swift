/// A diagonal net under an elementwise optimizer, without gradient noise: one pass over θ.
final class FusedStep<Rule: Preconditioner> {
  typealias Lanes = Rule.Lanes

  let network: DiagonalLinearNetwork<Lanes>
  private var update: ParameterUpdate<Rule>
  private let states: LaneStorage<Rule.State>  // [P]

  init(_ network: DiagonalLinearNetwork<Lanes>, _ rule: Rule, _ lanes: [LaneParameters]) {
    self.network = network
    update = ParameterUpdate(rule, lanes)
    states = LaneStorage(repeating: rule.initialState, count: network.parameterCount)
  }

  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>,
    signal: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    update.beginStep()
    return network.advance(theta, states: states, against: gradient, by: update, signal: signal)
  }

  func secondMoment(ofParameter index: Int) -> Lanes? { Rule.secondMoment(in: states[index]) }
}
