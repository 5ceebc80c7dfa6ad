import ElementaryFunctions

/// A solver whose steps say their own error: order 5 with an embedded order 4.
protocol EmbeddedSolver {
  /// What the next step depends on.
  var progress: SlowProgress { get set }
  /// Why there is no step from the state, whatever its length; nil where there may be one.
  var obstacle: SlowStatus? { get }

  /// Takes a step if it is good.
  ///
  /// - Parameters:
  ///   - h: The length of the step, in time.
  ///   - end: The time after it.
  /// - Returns: Its error in units of the tolerance, at most 1; nil, and nothing taken, if it is no good.
  mutating func take(_ h: Double, to end: Double) -> Double?
}

extension EmbeddedSolver {
  var obstacle: SlowStatus? { nil }

  /// Tries steps until one is accepted, not beyond the target; the failure if there is none.
  mutating func advance(towards target: Double) -> SlowStatus? {
    if let obstacle { return obstacle }
    let time = progress.state.time
    var isFirstTry = true
    while true {
      // A step that would leave less than a hundredth of itself goes all the way.
      let lands = time + 1.01 * progress.stepSize >= target
      let h = lands ? target - time : progress.stepSize
      guard time + h > time, h > 0x1p-1000 else { return .stepTooSmall(time: time) }
      if let error = take(h, to: lands ? target : time + h) {
        // After a rejection the next step is not longer.
        let growth = growth(error)
        progress.stepSize = min(h * (isFirstTry ? growth : min(1, growth)), 0x1p1000)
        progress.acceptedSteps += 1
        return nil
      }
      progress.rejectedSteps += 1
      isFirstTry = false
      progress.stepSize = h * 0.25
    }
  }

  /// The state at a time that is reached, or why there is none: solved for on the side.
  func solved(at time: Double) -> (state: SlowState?, failure: SlowStatus?) {
    precondition(time >= progress.state.time, "the integration is past this time")
    var side = self
    while side.progress.state.time < time {
      if let failure = side.advance(towards: time) { return (nil, failure) }
    }
    return (side.progress.state, nil)
  }

  /// 0.9 error^{−1/5} between 0.2 and 5: what the step may grow by if its error is to be 1.
  private func growth(_ error: Double) -> Double {
    error == 0 ? 5 : min(5, max(0.2, 0.9 * Elementary.power(error, -0.2)))
  }
}
