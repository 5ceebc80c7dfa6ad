import DenseAlgebra
import ElementaryFunctions
import Training

/// An integration of ``GradientFlow`` under way.
public struct FlowIntegration: SlowSolver {
  /// What the next step depends on.
  public private(set) var progress: SlowProgress
  private let flow: GradientFlow
  private let tolerance: Double
  private var point: LossPoint

  init(_ flow: GradientFlow, tolerance: Double, from progress: SlowProgress) {
    self.flow = flow
    self.tolerance = tolerance
    self.progress = progress
    point = flow.point(progress.state.theta)
    if progress.stepSize == 0 { self.progress.stepSize = firstStep }
  }

  /// Whether a time lies within the next step.
  public func reaches(_ time: Double) -> Bool {
    time <= progress.state.time + progress.stepSize
  }

  /// Takes one step, or says why there is none.
  public mutating func advance() -> SlowStatus? { advance(towards: .infinity) }

  /// The state at a time that is reached, or why there is none.
  public func state(at time: Double) -> (state: SlowState?, failure: SlowStatus?) {
    precondition(time >= progress.state.time, "the integration is past this time")
    var side = self
    while side.progress.state.time < time {
      if let failure = side.advance(towards: time) { return (nil, failure) }
    }
    return (side.progress.state, nil)
  }

  /// Tries steps until one is accepted, not beyond the target; the failure if there is none.
  private mutating func advance(towards target: Double) -> SlowStatus? {
    let time = progress.state.time
    var isFirstTry = true
    while true {
      // A step that would leave less than a hundredth of itself goes all the way.
      let lands = time + 1.01 * progress.stepSize >= target
      let h = lands ? target - time : progress.stepSize
      guard time + h > time, h > 0x1p-1000 else { return .stepTooSmall(time: time) }
      if let step = FlowStep(flow, from: point, h: h, tolerance: tolerance), step.error <= 1 {
        // After a rejection the next step is not longer.
        let growth = Self.growth(step.error)
        progress.stepSize = min(h * (isFirstTry ? growth : min(1, growth)), 0x1p1000)
        progress.acceptedSteps += 1
        point = flow.point(step.theta)
        progress.state = SlowState(
          theta: step.theta, secondMoment: [], time: lands ? target : time + h)
        return nil
      }
      progress.rejectedSteps += 1
      isFirstTry = false
      progress.stepSize = h * 0.25
    }
  }

  /// A step that moves θ by a hundredth of its size.
  private var firstStep: Double {
    let (speed, size) = (maximumMagnitude(point.gradient), maximumMagnitude(point.theta))
    guard speed > 0, speed.isFinite else { return 1 }
    return min(0.01 * max(size, 0.01) / speed, 0x1p1000)
  }

  /// 0.9 error^{−1/5} between 0.2 and 5: what the step may grow by if its error is to be 1.
  private static func growth(_ error: Double) -> Double {
    error == 0 ? 5 : min(5, max(0.2, 0.9 * Elementary.power(error, -0.2)))
  }
}
