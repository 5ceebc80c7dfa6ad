/// An optimizer's step of all parameters at once, from their gradient.
///
/// For a run by itself P counts vectors of sixteen parameters.
protocol ArrayRule<Lanes>: ~Copyable {
  associatedtype Lanes: LaneVector

  /// Moves θ by one step.
  ///
  /// - Parameters:
  ///   - theta: θ, `[P]`, updated.
  ///   - gradient: ∂L/∂θ, `[P]`.
  /// - Returns: 0 in the lanes whose parameters are all finite, NaN in the others.
  mutating func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes

  /// The number of lane vectors that it remembers from a step to the next.
  var memoryCount: Int { get }

  /// What it remembers: the bias complements, then the first moments, then the second ones.
  ///
  /// - Parameter index: In 0..<memoryCount.
  /// - Returns: One lane vector of it.
  func memory(_ index: Int) -> Lanes

  /// Replaces one of ``memory(_:)``.
  mutating func setMemory(_ index: Int, to value: Lanes)

  /// v of the parameter with the given index, or nil if the method keeps none.
  func secondMoment(ofParameter index: Int) -> Lanes?
}

/// A preconditioner applied to one parameter after the other.
struct ElementwiseRule<Rule: Preconditioner>: ArrayRule, ~Copyable {
  typealias Lanes = Rule.Lanes

  private var update: ParameterUpdate<Rule>
  private let states: LaneStorage<Rule.State>  // [P]

  init(_ rule: Rule, _ lanes: [LaneParameters], parameterCount: Int) {
    update = ParameterUpdate(rule, lanes)
    states = LaneStorage(repeating: rule.initialState, count: parameterCount)
  }

  mutating func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    precondition(theta.count == states.count && gradient.count == states.count)
    update.beginStep()
    return update.rule.forgetsFast
      ? advanceEach(theta, gradient, forgettingFast: true)
      : advanceEach(theta, gradient, forgettingFast: false)
  }

  @inline(__always)
  private func advanceEach(
    _ theta: borrowing LaneStorage<Lanes>, _ gradient: borrowing LaneStorage<Lanes>,
    forgettingFast: Bool
  ) -> Lanes {
    let update = update
    var probe = Lanes.zero
    for p in 0..<theta.count {
      let new = update.advance(
        theta[p], gradient: gradient[p], state: p, of: states, forgettingFast: forgettingFast)
      theta[p] = new
      // x · 0 is ±0 for finite x and NaN otherwise.
      probe = probe.addingProduct(new, 0)
    }
    return probe
  }

  var memoryCount: Int { update.memoryCount(states) }

  func memory(_ index: Int) -> Lanes { update.memory(index, states) }

  mutating func setMemory(_ index: Int, to value: Lanes) {
    update.setMemory(index, to: value, states)
  }

  func secondMoment(ofParameter index: Int) -> Lanes? { Rule.secondMoment(in: states[index]) }
}
