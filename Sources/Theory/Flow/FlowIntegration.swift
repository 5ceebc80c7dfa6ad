import DenseAlgebra
import Training

/// An integration of ``GradientFlow`` under way.
public struct FlowIntegration: SlowSolver, EmbeddedSolver {
  /// What the next step depends on.
  public internal(set) var progress: SlowProgress
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
    solved(at: time)
  }

  mutating func take(_ h: Double, to end: Double) -> Double? {
    guard let step = FlowStep(flow, from: point, h: h, tolerance: tolerance), step.error <= 1 else {
      return nil
    }
    point = flow.point(step.theta)
    progress.state = SlowState(theta: step.theta, secondMoment: [], time: end)
    return step.error
  }

  /// A step that moves θ by a hundredth of its size.
  private var firstStep: Double {
    let (speed, size) = (maximumMagnitude(point.gradient), maximumMagnitude(point.theta))
    guard speed > 0, speed.isFinite else { return 1 }
    return min(0.01 * max(size, 0.01) / speed, 0x1p1000)
  }
}
