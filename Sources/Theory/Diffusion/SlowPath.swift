import RandomStreams
import Training

/// A path of ``SlowSDE`` under way, in steps of equal length h.
///
/// Between two steps W is bridged: a state at time t, a share f of a step behind step k, is one of a
/// step of length f h with ΔW = f ΔW_{k+1} + √(f (1 − f) h) ξ', so that it has the law of the path at
/// t. Several within a step share one ξ'.
public struct SlowPath: SlowSolver {
  /// What the next step depends on.
  public private(set) var progress: SlowProgress
  private let equation: SlowSDE
  private let index: Int
  private let seed: UInt64
  /// The equation at the state, nil where the gradients are dependent.
  private var step: SlowDiffusionStep?

  /// A share of a step that counts as rounding.
  private static let rounding = 1e-9

  init(_ equation: SlowSDE, index: Int, seed: UInt64, from progress: SlowProgress) {
    self.equation = equation
    self.index = index
    self.seed = seed
    self.progress = progress
    step = equation.step(at: progress.state)
  }

  /// Whether a time lies within the next step.
  public func reaches(_ time: Double) -> Bool { share(of: time) <= 1 + Self.rounding }

  /// Takes one step, or says why there is none.
  public mutating func advance() -> SlowStatus? {
    let h = progress.stepSize
    let (start, k) = (progress.state.time, progress.acceptedSteps + 1)
    let xi = equation.increments(path: index, seed: seed, step: k)
    let (state, failure) = moved(by: h, xi: xi, to: Double(k) * h)
    guard let state, let old = step else { return failure }
    let new = equation.step(at: state)
    if let new, !old.isStable(h: h, to: new) { return .unstable(time: start) }
    step = new
    progress.state = state
    progress.acceptedSteps = k
    return nil
  }

  /// The state at a time that is reached, or why there is none.
  public func state(at time: Double) -> (state: SlowState?, failure: SlowStatus?) {
    let share = share(of: time)
    precondition(share >= -Self.rounding, "the path is past this time")
    if share <= Self.rounding {
      var state = progress.state
      state.time = time
      return (state, nil)
    }
    let k = progress.acceptedSteps + 1
    var xi = equation.increments(path: index, seed: seed, step: k)
    var h = progress.stepSize
    if share < 1 - Self.rounding {
      let bridge = equation.increments(path: index + SlowSDE.firstBridge, seed: seed, step: k)
      let (whole, rest) = (share.squareRoot(), (1 - share).squareRoot())
      xi = xi.indices.map { (whole * xi[$0]).addingProduct(rest, bridge[$0]) }
      h *= share
    }
    return moved(by: h, xi: xi, to: time)
  }

  /// S at a state.
  public func preconditioner(at state: SlowState) -> StatePreconditioner? {
    equation.preconditioner(at: state)
  }

  /// How far a time lies behind the state, in steps.
  private func share(of time: Double) -> Double {
    (time - progress.state.time) / progress.stepSize
  }

  private func moved(
    by h: Double, xi: [Double], to time: Double
  ) -> (state: SlowState?, failure: SlowStatus?) {
    let start = progress.state.time
    guard let step else { return (nil, .rankDeficient(time: start)) }
    let result = step.advanced(by: h, xi: xi)
    guard let point = result.point else {
      return (
        nil,
        result.status == .rankDeficient ? .rankDeficient(time: start) : .leftManifold(time: start)
      )
    }
    return (SlowState(theta: point.theta, secondMoment: result.secondMoment, time: time), nil)
  }
}
