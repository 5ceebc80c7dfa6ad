public import Training

/// The slow equation of an adaptive method under label noise, near the minimizer manifold Γ.
///
///     dζ/dt = −(α/4) P_{ζ,S} S ∇³L(ζ)[S]     dv/dt = c (α V(H(ζ)) − v)     S = S(v), t = k η²
///
/// β₁ does not enter. The factor is α/4 for sgd and for adaptive methods alike; `docs/theory.md`
/// says why. The method is ``AdditiveRungeKutta``, order 4(3): ζ is advanced by its explicit
/// tableau, v by its implicit one, so that the step is not bound by 1/c however large c is. Each
/// accepted step ends with the retraction Φ_S of the step's start.
///
/// A coordinate of a diagonal net cannot change its sign, since its velocity is a multiple of it;
/// one that does so in a step is set to 0. At λ > 0 coordinates reach 0 in finite time (up to ε): a
/// coordinate, a block or a hidden unit, see `kinkGroups(of:)`, is set to 0 as soon as its
/// magnitude is below tolerance · max|ζ| and falling. Zeros stay zeros, exactly. Where zeros leave
/// J with dependent rows, the flow goes on under the independent ones.
public struct LabelNoiseODE: Sendable {
  let field: SlowVectorField
  /// c, in 1/time.
  let rate: Double
  private let kinkGroups: [[Int]]

  /// The equation of one run.
  ///
  /// - Parameters:
  ///   - problem: The data.
  ///   - model: The parametrization.
  ///   - optimizer: The method, which decides V and S.
  ///   - exponent: λ of adam-e, in (0, 1); not read for the others.
  ///   - epsilon: ε > 0, in the unit of v^λ; not read for sgd.
  ///   - alpha: α = δ²/B ≥ 0, B = n for full batches.
  ///   - relaxationRate: c = (1 − β₂)/η² ≥ 0; not read for sgd.
  public init(
    problem: RegressionProblem, model: Model, optimizer: Optimizer, exponent: Double,
    epsilon: Double, alpha: Double, relaxationRate: Double
  ) {
    precondition(alpha >= 0 && alpha.isFinite, "alpha is a finite number, not negative")
    precondition(
      optimizer == .sgd || relaxationRate >= 0 && relaxationRate.isFinite,
      "the relaxation rate is a finite number, not negative")
    let rule = AdaptiveRule(optimizer, model, exponent: exponent, epsilon: epsilon)
    field = SlowVectorField(landscape: Landscape(problem, model), rule: rule, alpha: alpha)
    rate = relaxationRate
    kinkGroups = rule.kinkGroups(of: model)
  }

  /// The state from which a run with given θ₀ starts, at time 0.
  ///
  /// With v₀: ζ(0) = Φ_S(θ₀), S = S(v₀), and v(0) = v₀. Without: ζ(0) = Φ_I(θ₀), v(0) = α
  /// V(H(ζ(0))).
  ///
  /// - Parameters:
  ///   - theta: θ₀, shape `[P]`.
  ///   - secondMoment: v₀, shape `[P]`, or nil; for sgd it is not read.
  /// - Returns: The state, nil unless the projection converged, and how the projection ended.
  public func start(
    from theta: [Double], secondMoment: [Double]? = nil
  ) -> (state: SlowState?, status: ProjectionStatus) {
    field.landscape.start(
      from: theta, secondMoment: field.rule.hasSecondMoment ? secondMoment : nil,
      metric: field.metric, target: field.target)
  }

  /// The states at given times.
  ///
  /// - Parameters:
  ///   - start: A state on Γ; see ``start(from:secondMoment:)``. The second moment is empty for
  ///     sgd.
  ///   - times: Increasing, none before `start.time`; every one is stepped to exactly.
  ///   - tolerance: The largest local error of a step: of ζ relative to max|ζ|, of √v relative to
  ///     max √v. The global error is of the same order.
  ///   - shouldContinue: Called before every step with the number of steps accepted so far; `false`
  ///     ends the integration.
  /// - Returns: The states, and how the integration ended; a failure keeps the states before it.
  /// - Complexity: A step takes five evaluations of the right-hand side, one more if the last step
  ///   was accepted, and one to three factorizations in the retraction; each costs what a step of
  ///   ``project(_:onto:model:metric:)`` does.
  public func solve(
    from start: SlowState, at times: [Double], tolerance: Double,
    shouldContinue: (_ stepsDone: Int) -> Bool
  ) -> SlowSolution {
    let count = field.landscape.parameterCount
    precondition(start.theta.count == count, "one value for every parameter")
    precondition(
      start.secondMoment.count == (field.rule.hasSecondMoment ? count : 0),
      "one second moment for every parameter, none for sgd")
    precondition(tolerance > 0 && tolerance < 1, "the tolerance lies between 0 and 1")
    precondition(
      zip([start.time] + times, times).allSatisfy { $0 <= $1 }, "times increase from the start's")
    var integration = SlowIntegration(
      field: field, rate: rate, kinkGroups: kinkGroups, tolerance: tolerance, state: start)
    return integration.run(to: times, shouldContinue: shouldContinue)
  }
}
