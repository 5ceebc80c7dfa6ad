import Training

/// An integration under way: the state, the step size, and what may be kept between steps.
struct SlowIntegration {
  private let field: SlowVectorField
  private let rate: Double
  private let kinkGroups: [[Int]]
  private let tolerance: Double
  private var point: LandscapePoint
  private var secondMoment: [Double]
  private var time: Double
  /// dζ/dt at the state, once it is known.
  private var drift: [Double]?
  /// The step to try next; 0 before the first.
  private var stepSize = 0.0
  private var acceptedSteps = 0
  private var rejectedSteps = 0

  init(
    field: SlowVectorField, rate: Double, kinkGroups: [[Int]], tolerance: Double,
    state: SlowState
  ) {
    self.field = field
    self.rate = field.rule.hasSecondMoment ? rate : 0
    self.kinkGroups = kinkGroups
    self.tolerance = tolerance
    point = field.landscape.point(state.theta)
    secondMoment = state.secondMoment
    time = state.time
  }

  /// Steps to each of the times.
  mutating func run(to times: [Double], shouldContinue: (Int) -> Bool) -> SlowSolution {
    var states: [SlowState] = []
    var status = SlowStatus.completed
    outer: for target in times {
      while time < target {
        guard shouldContinue(acceptedSteps) else {
          status = .abandoned
          break outer
        }
        if let failure = advance(towards: target) {
          status = failure
          break outer
        }
      }
      states.append(SlowState(theta: point.theta, secondMoment: secondMoment, time: target))
    }
    return SlowSolution(
      states: states, status: status, acceptedSteps: acceptedSteps, rejectedSteps: rejectedSteps)
  }

  /// Tries steps until one is accepted, not beyond the target; the failure if there is none.
  private mutating func advance(towards target: Double) -> SlowStatus? {
    guard let drift = drift ?? field.drift(at: point, secondMoment) else {
      return .leftManifold(time: time)
    }
    self.drift = drift
    if stepSize == 0 { stepSize = firstStep(drift, horizon: target - time) }
    var isFirstTry = true
    while true {
      // A step that would leave less than a hundredth of itself goes all the way.
      let lands = time + 1.01 * stepSize >= target
      let h = lands ? target - time : stepSize
      guard time + h > time, h > 0x1p-1000 else { return .stepTooSmall(time: time) }
      if let step = SlowStep(
        field, from: point, secondMoment, firstDrift: drift, h: h, rate: rate,
        tolerance: tolerance), step.error <= 1, settle(step)
      {
        let growth = Self.growth(step.error)
        // A step cut short by the target says nothing against the longer one; after a rejection
        // the next step is not longer.
        let next = h * (isFirstTry ? growth : min(1, growth))
        stepSize = lands ? max(stepSize, next) : next
        time = lands ? target : time + h
        acceptedSteps += 1
        return nil
      } else {
        rejectedSteps += 1
        isFirstTry = false
        stepSize = h * 0.25
      }
    }
  }

  /// Takes a step's result as the new state, its zeros locked and itself on Γ; false if that fails.
  private mutating func settle(_ step: SlowStep) -> Bool {
    let metric = field.metric(secondMoment)
    let locked = locking(step.theta)
    var result = field.landscape.retract(locked, metric: metric)
    if case .converged = result.status {
    } else {
      // The zeros may have taken what the equations need.
      guard locked != step.theta else { return false }
      result = field.landscape.retract(step.theta, metric: metric)
      guard case .converged = result.status else { return false }
    }
    point = result.point
    secondMoment = step.secondMoment
    drift = nil
    return true
  }

  /// θ with the coordinates at 0 that have crossed it, and the groups that have come down to it.
  private func locking(_ theta: [Double]) -> [Double] {
    var result = theta
    let old = point.theta
    if case .diagonalNet = field.landscape.model {
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

  /// A step that moves ζ by a hundredth of its size, and is at most 1/c.
  private func firstStep(_ drift: [Double], horizon: Double) -> Double {
    let (speed, size) = (maximumMagnitude(drift), maximumMagnitude(point.theta))
    var h = horizon
    if speed > 0 { h = min(h, 0.01 * size / speed) }
    if rate > 0 { h = min(h, 1 / rate) }
    return h
  }

  /// 0.9 error^{−1/4} between 0.2 and 5: what the step may grow by if its error is to be 1.
  private static func growth(_ error: Double) -> Double {
    error == 0 ? 5 : min(5, max(0.2, 0.9 / error.squareRoot().squareRoot()))
  }
}
