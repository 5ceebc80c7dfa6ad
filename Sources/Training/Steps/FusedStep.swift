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

  /// Called once at the start of every step.
  func begin() { update.beginStep() }

  /// Moves some coordinates; see ``DiagonalLinearNetwork``.
  func advance(
    _ theta: borrowing LaneStorage<Lanes>, columns: Range<Int>,
    against gradient: borrowing LaneStorage<Lanes>, signal: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    network.advance(
      theta, states: states, columns: columns, against: gradient, by: update, signal: signal)
  }

  var memoryCount: Int { update.memoryCount(states) }

  func memory(_ index: Int) -> Lanes { update.memory(index, states) }

  func setMemory(_ index: Int, to value: Lanes) { update.setMemory(index, to: value, states) }

  func secondMoment(ofParameter index: Int) -> Lanes? { Rule.secondMoment(in: states[index]) }
}
