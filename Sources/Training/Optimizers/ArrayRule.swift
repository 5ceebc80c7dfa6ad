/// An optimizer's step of all parameters at once, from their gradient: what a rule is before its type is
/// hidden in a ``Rule``.
///
/// For a run by itself P counts vectors of sixteen parameters.
protocol ArrayRule<Lanes>: AnyObject {
  associatedtype Lanes: LaneVector

  /// Moves θ by one step.
  ///
  /// - Parameters:
  ///   - theta: θ, `[P]`, updated.
  ///   - gradient: ∂L/∂θ, `[P]`.
  /// - Returns: 0 in the lanes whose parameters are all finite, NaN in the others.
  func advance(
    _ theta: borrowing LaneStorage<Lanes>, against gradient: borrowing LaneStorage<Lanes>
  ) -> Lanes

  /// Replaces η.
  func setStepSize(_ stepSize: Lanes)

  /// Tells the loss before a step; called only for rules that ask for it, see ``Rule``.
  func setLoss(_ loss: Lanes)

  /// The number of lane vectors that it remembers from a step to the next, in the order of its
  /// ``StateLayout``.
  var memoryCount: Int { get }

  /// What it remembers.
  ///
  /// - Parameter index: In 0..<memoryCount.
  /// - Returns: One lane vector of it.
  func memory(_ index: Int) -> Lanes

  /// Replaces one of ``memory(_:)``.
  func setMemory(_ index: Int, to value: Lanes)
}

extension ArrayRule {
  /// It does not ask.
  func setLoss(_: Lanes) {}
}

/// A preconditioner applied to one parameter after the other.
final class ElementwiseRule<P: Preconditioner>: ArrayRule {
  typealias Lanes = P.Lanes

  var update: ParameterUpdate<P>
  let states: LaneStorage<P.State>  // [P]

  init(_ rule: P, _ values: LaneValues<Lanes>, parameterCount: Int) {
    update = ParameterUpdate(rule, values)
    states = LaneStorage(repeating: rule.initialState, count: parameterCount)
  }

  func advance(
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

  func setStepSize(_ stepSize: Lanes) { update.setStepSize(stepSize) }

  var memoryCount: Int { update.memoryCount(states) }

  func memory(_ index: Int) -> Lanes { update.memory(index, states) }

  func setMemory(_ index: Int, to value: Lanes) { update.setMemory(index, to: value, states) }
}
