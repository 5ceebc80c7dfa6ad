extension ParameterUpdate {
  /// The number of lane vectors that the rule and the states of all parameters remember.
  func memoryCount(_ states: borrowing LaneStorage<Rule.State>) -> Int {
    rule.complements.count + Rule.State.count * states.count
  }

  /// The bias complements, then the first moments of all parameters, then the second ones.
  func memory(_ index: Int, _ states: borrowing LaneStorage<Rule.State>) -> Rule.Lanes {
    let complements = rule.complements
    guard index >= complements.count else { return complements[index] }
    let (moment, p) = (index - complements.count).quotientAndRemainder(dividingBy: states.count)
    return states[p][moment]
  }

  /// Replaces one of them.
  mutating func setMemory(
    _ index: Int, to value: Rule.Lanes, _ states: borrowing LaneStorage<Rule.State>
  ) {
    let complementCount = rule.complements.count
    guard index >= complementCount else {
      rule.complements[index] = value
      return
    }
    let (moment, p) = (index - complementCount).quotientAndRemainder(dividingBy: states.count)
    var state = states[p]
    state[moment] = value
    states[p] = state
  }
}
