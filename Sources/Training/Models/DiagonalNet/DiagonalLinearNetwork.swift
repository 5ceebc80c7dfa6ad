/// w = u ⊙ u − v ⊙ v, with θ = (u, v): the depth-2 diagonal linear network.
///
/// Canonical order: w = (u · u) − (v · v) without fusing, so that u = v gives exactly 0;
/// ∂L/∂u = (2u) · g and ∂L/∂v = −((2v) · g) with g = ∂L/∂w.
struct DiagonalLinearNetwork<Lanes: LaneVector>: Parametrization {
  /// d, the length of u, of v and of w.
  let dimension: Int

  var parameterCount: Int { 2 * dimension }
  var signalCount: Int { dimension }

  func predict(
    from theta: borrowing LaneStorage<Lanes>, into signal: borrowing LaneStorage<Lanes>
  ) {
    precondition(theta.count == parameterCount && signal.count >= signalCount)
    for j in 0..<dimension {
      signal[j] = theta[j] * theta[j] - theta[dimension + j] * theta[dimension + j]
    }
  }

  func pullBack(
    _ signalGradient: borrowing LaneStorage<Lanes>, at theta: borrowing LaneStorage<Lanes>,
    into gradient: borrowing LaneStorage<Lanes>
  ) {
    precondition(theta.count == parameterCount && gradient.count == parameterCount)
    precondition(signalGradient.count >= signalCount)
    for j in 0..<dimension {
      let g = signalGradient[j]
      let (u, v) = (theta[j], theta[dimension + j])
      gradient[j] = (u + u) * g
      gradient[dimension + j] = -((v + v) * g)
    }
  }

  /// Pulls ∂L/∂w of some coordinates back, moves them by one step of an elementwise optimizer and
  /// writes their new w(θ), all in one pass; the bits are those of the separate passes.
  ///
  /// - Parameters:
  ///   - theta: θ, `[parameterCount]`, updated.
  ///   - states: The optimizer's moments of each parameter, `[parameterCount]`, updated.
  ///   - columns: The coordinates to move.
  ///   - gradient: ∂L/∂w of these coordinates.
  ///   - update: What to do with a parameter and its gradient.
  ///   - signal: w(θ) of these coordinates after the step.
  /// - Returns: 0 in the lanes whose parameters are all finite, NaN in the others.
  func advance<Rule: Preconditioner<Lanes>>(
    _ theta: borrowing LaneStorage<Lanes>, states: borrowing LaneStorage<Rule.State>,
    columns: Range<Int>, against gradient: borrowing LaneStorage<Lanes>,
    by update: ParameterUpdate<Rule>, signal: borrowing LaneStorage<Lanes>
  ) -> Lanes {
    precondition(theta.count == parameterCount && states.count == parameterCount)
    precondition(columns.lowerBound >= 0 && columns.upperBound <= dimension)
    precondition(gradient.count >= columns.count && signal.count >= columns.count)
    return update.rule.forgetsFast
      ? advanceEach(theta, states, columns, gradient, update, signal, forgettingFast: true)
      : advanceEach(theta, states, columns, gradient, update, signal, forgettingFast: false)
  }

  @inline(__always)
  private func advanceEach<Rule: Preconditioner<Lanes>>(
    _ theta: borrowing LaneStorage<Lanes>, _ states: borrowing LaneStorage<Rule.State>,
    _ columns: Range<Int>, _ gradient: borrowing LaneStorage<Lanes>,
    _ update: ParameterUpdate<Rule>, _ signal: borrowing LaneStorage<Lanes>,
    forgettingFast: Bool
  ) -> Lanes {
    var probe = Lanes.zero
    for k in 0..<columns.count {
      let g = gradient[k]
      let j = columns.lowerBound &+ k
      let (u, v) = (theta[j], theta[dimension + j])
      let newU = update.advance(
        u, gradient: (u + u) * g, state: j, of: states, forgettingFast: forgettingFast)
      let newV = update.advance(
        v, gradient: -((v + v) * g), state: dimension + j, of: states,
        forgettingFast: forgettingFast)
      theta[j] = newU
      theta[dimension + j] = newV
      signal[k] = newU * newU - newV * newV
      // x · 0 is ±0 for finite x and NaN otherwise.
      probe = probe.addingProduct(newU, 0).addingProduct(newV, 0)
    }
    return probe
  }
}
