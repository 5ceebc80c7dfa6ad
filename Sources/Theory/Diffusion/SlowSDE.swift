import ElementaryFunctions
import RandomStreams
public import Training

/// The slow stochastic equation of an adaptive method near the minimizer manifold Γ.
///
///     dζ = P_{ζ,S} (B (Π'_T Σ' Π'_T)^{1/2} dW − ½ S ∇³L(ζ)[B X B] dt)     dv = c (V(Σ) − v) dt
///
/// with S = S(v), B = S^{1/2}, H' = B H B, Σ' = B Σ B, Π'_T the projector on the null space of H'
/// and X the Lyapunov-weighted covariance. Euler–Maruyama with the linear projector, then the
/// retraction Φ_S, then v: weak order 1. Σ = Diag(σ²); or label noise, where the diffusion vanishes
/// and ``LabelNoiseODE`` is the better integrator.
public struct SlowSDE: Sendable {
  let step: SlowDiffusionStep

  /// The equation of one run.
  ///
  /// - Parameters:
  ///   - problem: The data.
  ///   - model: The parametrization.
  ///   - optimizer: The method, which decides V and S.
  ///   - exponent: λ of adam-e, in (0, 1); not read for the others.
  ///   - epsilon: ε > 0, in the unit of v^λ; not read for sgd.
  ///   - noise: The noise.
  ///   - relaxationRate: c = (1 − β₂)/η² ≥ 0; not read for sgd.
  public init(
    problem: RegressionProblem, model: Model, optimizer: Optimizer, exponent: Double,
    epsilon: Double, noise: SlowNoise, relaxationRate: Double
  ) {
    switch noise {
    case .label(let alpha):
      precondition(alpha >= 0 && alpha.isFinite, "alpha is a finite number, not negative")
    case .gradient(let sigma):
      precondition(
        sigma.count == model.parameterCount && sigma.allSatisfy { $0 >= 0 && $0.isFinite },
        "one standard deviation, not negative, for every parameter")
    }
    precondition(
      optimizer == .sgd || relaxationRate >= 0 && relaxationRate.isFinite,
      "the relaxation rate is a finite number, not negative")
    step = SlowDiffusionStep(
      landscape: Landscape(problem, model),
      rule: AdaptiveRule(optimizer, model, exponent: exponent, epsilon: epsilon), noise: noise,
      rate: optimizer == .sgd ? 0 : relaxationRate)
  }

  /// The state from which a run with given θ₀ starts, at time 0.
  ///
  /// With v₀: ζ(0) = Φ_S(θ₀), S = S(v₀), and v(0) = v₀. Without: ζ(0) = Φ_I(θ₀), v(0) = V(Σ(ζ(0))).
  ///
  /// - Parameters:
  ///   - theta: θ₀, shape `[P]`.
  ///   - secondMoment: v₀, shape `[P]`, or nil; for sgd it is not read.
  /// - Returns: The state, nil unless the projection converged, and how the projection ended.
  public func start(
    from theta: [Double], secondMoment: [Double]? = nil
  ) -> (state: SlowState?, status: ProjectionStatus) {
    step.landscape.start(
      from: theta, secondMoment: step.rule.hasSecondMoment ? secondMoment : nil,
      metric: step.metric, target: step.target)
  }

  /// One path of the equation in steps of equal length.
  ///
  /// The increments of coordinate j in step k = 1, 2, … are normal path · P + j of purpose
  /// `slowDynamics` at step k (see `RandomStream`): a path depends on the seed, its index and the
  /// number of steps, never on other paths.
  ///
  /// - Parameters:
  ///   - index: The path's index ≥ 0.
  ///   - seed: The noise seed.
  ///   - start: A state on Γ; see ``start(from:secondMoment:)``. The second moment is empty for
  ///     sgd.
  ///   - steps: Number of steps ≥ 1.
  ///   - horizon: Their total length > 0.
  ///   - recorded: Steps after which to record, strictly increasing in 0...steps.
  ///   - shouldContinue: Called before every step with the number of steps taken; `false` ends the
  ///     path.
  /// - Returns: The states recorded, and how the path ended; a failure keeps the states before it.
  /// - Complexity: A step takes about 8 n² P + 30 n³ multiply-adds and, with the retraction, one to
  ///   three steps of ``project(_:onto:model:metric:)``.
  public func path(
    _ index: Int, seed: UInt64, from start: SlowState, steps: Int, horizon: Double,
    recordingAt recorded: [Int], shouldContinue: (_ stepsDone: Int) -> Bool
  ) -> SlowSolution {
    let count = step.landscape.parameterCount
    precondition(index >= 0 && steps >= 1, "paths count from 0 and have steps")
    precondition(horizon > 0 && horizon.isFinite, "the horizon is positive")
    precondition(start.theta.count == count, "one value for every parameter")
    precondition(
      start.secondMoment.count == (step.rule.hasSecondMoment ? count : 0),
      "one second moment for every parameter, none for sgd")
    precondition(
      recorded.allSatisfy { (0...steps).contains($0) }
        && zip(recorded, recorded.dropFirst()).allSatisfy { $0 < $1 },
      "recorded steps increase strictly in 0...steps")
    let h = horizon / Double(steps)
    var solution = SlowSolution(states: [], status: .completed, acceptedSteps: 0, rejectedSteps: 0)
    var (point, v) = (step.landscape.point(start.theta), start.secondMoment)
    var isRankDeficient = false
    for k in 0...(recorded.last ?? 0) {
      let time = start.time + horizon * (Double(k) / Double(steps))
      if k > 0 {
        guard shouldContinue(k - 1) else {
          solution.status = .abandoned
          return solution
        }
        let xi = increments(path: index, seed: seed, step: k)
        guard
          let next = step.advance(point, v, h: h, xi: xi, isRankDeficient: &isRankDeficient)
        else {
          solution.status =
            isRankDeficient ? .rankDeficient(time: time - h) : .leftManifold(time: time - h)
          return solution
        }
        (point, v) = next
        solution.acceptedSteps = k
      }
      if recorded.contains(k) {
        solution.states.append(SlowState(theta: point.theta, secondMoment: v, time: time))
      }
    }
    return solution
  }

  /// ξ of one step, shape `[P]`; empty where nothing reads it.
  func increments(path: Int, seed: UInt64, step k: Int) -> [Double] {
    guard case .gradient = step.noise else { return [] }
    let stream = RandomStream(seed: seed, purpose: .slowDynamics, step: UInt64(k))
    let count = step.landscape.parameterCount
    let first = UInt64(path) * UInt64(count)
    var result: [Double] = []
    result.reserveCapacity(count + 32)
    let groups = (first / 16)...((first + UInt64(count) - 1) / 16)
    for group in groups {
      let sixteen = stream.sixteenNormals(at: group)
      for e in 0..<16 { result.append(sixteen[e]) }
    }
    result.removeFirst(Int(first % 16))
    result.removeLast(result.count - count)
    return result
  }
}

/// e^{−x} for x ≥ 0.
func decayFactor(_ x: Double) -> Double {
  // log₂ e, rounded.
  Elementary.exp2(-x * 1.442_695_040_888_963_4)
}
