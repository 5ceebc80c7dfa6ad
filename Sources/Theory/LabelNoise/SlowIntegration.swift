import DenseAlgebra
import Training

/// An integration of ``LabelNoiseODE`` under way.
public struct SlowIntegration: SlowSolver, EmbeddedSolver {
  /// What the next step depends on.
  public internal(set) var progress: SlowProgress
  private let field: SlowVectorField
  private let kinkGroups: [[Int]]
  private let tolerance: Double
  private var point: any PointGeometry
  /// S at the state.
  private var metric: Metric
  /// dζ/dt at the state; nil where it is not finite.
  private var drift: [Double]?

  /// What the change of dζ/dt from the last stage to the state after the step counts, times h.
  ///
  /// On a mode λ the difference of the embedded pair vanishes at hλ = −4.3 ± 7.6i, where a step
  /// multiplies by more than 30. This one vanishes elsewhere: together they see at least a twentieth of
  /// what a step outside the region of stability makes of any mode. Inside, the pair is what counts.
  private static let stageWeight = 0.01

  init(
    field: SlowVectorField, kinkGroups: [[Int]], tolerance: Double, from progress: SlowProgress
  ) {
    self.field = field
    self.kinkGroups = kinkGroups
    self.tolerance = tolerance
    self.progress = progress
    let state = progress.state
    point = field.landscape.point(state.theta)
    metric = field.moment.metric(at: point, state.secondMoment, time: state.time)
    drift = field.drift(at: point, metric: metric, time: state.time)
    if let drift, progress.stepSize == 0 { self.progress.stepSize = firstStep(drift) }
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

  /// S at a state.
  public func preconditioner(at state: SlowState) -> StatePreconditioner? {
    field.moment.preconditioner(at: state)
  }

  var obstacle: SlowStatus? {
    drift == nil ? .leftManifold(time: progress.state.time) : nil
  }

  mutating func take(_ h: Double, to end: Double) -> Double? {
    guard let drift,
      let step = SlowStep(
        field, from: point, progress.state.secondMoment, time: progress.state.time,
        firstDrift: drift, h: h, tolerance: tolerance), step.error <= 1
    else { return nil }
    return settle(step, h: h, end: end)
  }

  /// Takes a step's result as the new state, its zeros locked and itself on Γ.
  ///
  /// - Returns: The error of the step; nil, and nothing taken, if it is no good there.
  private mutating func settle(_ step: SlowStep, h: Double, end: Double) -> Double? {
    let locked = locking(step.theta)
    var result = field.landscape.retract(locked, metric: metric)
    if !result.status.hasConverged {
      // The zeros may have taken what the equations need.
      guard locked != step.theta else { return nil }
      result = field.landscape.retract(step.theta, metric: metric)
      guard result.status.hasConverged else { return nil }
    }
    let newMetric = field.moment.metric(at: result.point, step.secondMoment, time: end)
    guard let newDrift = field.drift(at: result.point, metric: newMetric, time: end) else {
      return nil
    }
    var error = step.error
    if locked == step.theta {
      let change = maximumMagnitude(zip(newDrift, step.lastDrift).map { $0 - $1 })
      let scale = tolerance * maximumMagnitude(step.theta)
      if change > 0 { error = max(error, Self.stageWeight * h * change / scale) }
    }
    guard error <= 1 else { return nil }
    point = result.point
    (metric, drift) = (newMetric, newDrift)
    progress.state = SlowState(
      theta: point.theta, secondMoment: step.secondMoment, time: end)
    return error
  }

  /// θ with the coordinates at 0 that have crossed it, and the groups that have come down to it.
  private func locking(_ theta: [Double]) -> [Double] {
    var result = theta
    let old = point.theta
    if field.landscape.model.keepsSigns {
      for p in theta.indices where theta[p] * old[p] < 0 { result[p] = 0 }
    }
    let level = tolerance * maximumMagnitude(theta)
    for group in kinkGroups {
      let size = group.reduce(0) { max($0, abs(theta[$1])) }
      if size > 0 && size <= level && size < group.reduce(0, { max($0, abs(old[$1])) }) {
        for p in group { result[p] = 0 }
      }
    }
    return result
  }

  /// A step that moves ζ by a hundredth of its size, and is at most 1/c where v relaxes.
  private func firstStep(_ drift: [Double]) -> Double {
    let (speed, size) = (maximumMagnitude(drift), maximumMagnitude(point.theta))
    let moving = speed > 0 ? 0.01 * size / speed : .infinity
    let rate = field.moment.rate * field.moment.forgotten
    let relaxing = rate > 0 ? 1 / rate : .infinity
    return min(moving, relaxing, 0x1p1000)
  }
}
