import DenseAlgebra
import RandomStreams

extension SlowSDE {
  /// How many steps over a horizon follow the drift: none longer than an eighth of the time in which
  /// its fastest mode relaxes, and 400 at least.
  ///
  /// The fastest mode is sought at the start, with the S of v there and with that of V(Σ), which v
  /// relaxes to.
  ///
  /// - Parameters:
  ///   - start: The state at time 0.
  ///   - horizon: The length of all steps together > 0.
  /// - Returns: The number of steps.
  public func stepCount(from start: SlowState, over horizon: Double) -> Int {
    var end = start
    end.secondMoment = target(at: start)
    end.time = .infinity
    let rate = max(stiffness(at: start), stiffness(at: end))
    return max(400, Int(min((8 * rate * horizon).rounded(.up), 0x1p53)))
  }

  /// The largest factor by which the drift's derivative along Γ stretches a direction, in 1/time; 0
  /// where the equation has no drift to derive.
  ///
  /// By sixteen steps of the power method with differences of the drift. The first direction is that
  /// of step 0 of a fixed stream, whatever the run.
  private func stiffness(at state: SlowState) -> Double {
    guard let base = step(at: state) else { return 0 }
    let size = 1e-5 * maximumMagnitude(state.theta)
    var direction = base.tangent(increments(path: 0, seed: 0, step: 0))
    var result = 0.0
    for _ in 0..<16 {
      let scale = size / maximumMagnitude(direction)
      guard scale.isFinite else { break }
      var moved = state
      for p in moved.theta.indices {
        moved.theta[p] = moved.theta[p].addingProduct(scale, direction[p])
      }
      guard let there = step(at: moved) else { break }
      let way = zip(moved.theta, state.theta).map { $0 - $1 }
      let change = zip(there.drift, base.drift).map { $0 - $1 }
      let factor = base.length(change) / base.length(way)
      guard factor.isFinite else { break }
      result = max(result, factor)
      direction = change
    }
    return result
  }
}
