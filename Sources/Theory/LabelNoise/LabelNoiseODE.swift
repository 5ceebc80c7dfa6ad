public import Training

/// The slow equation of an adaptive method under label noise, near the minimizer manifold Γ.
///
///     dζ/dt = −(α/4) P_{ζ,S} S ∇³L(ζ)[S]     dv/dt = c (α V(H(ζ)) − v)     S = S(v), t = k e²
///
/// e is the effective step, η but for momentum; see `Gain` in `Training`. Weight decay, an ascent and a
/// schedule add what ``SlowForces`` says. β₁ does not enter. The factor is α/4 for sgd and for adaptive
/// methods alike; `docs/theory.md` says why. The method is ``AdditiveRungeKutta``, order 5(4): ζ is
/// advanced by its explicit tableau, v by its implicit one, so that the step is not bound by 1/c however
/// large c is. Each accepted step ends with the retraction Φ_S of the step's start.
///
/// A coordinate of a diagonal net cannot change its sign, since its velocity is a multiple of it;
/// one that does so in a step is set to 0. At λ > 0 coordinates reach 0 in finite time (up to ε): a
/// coordinate, a block or a hidden unit, see `PerSample.vanishingGroups`, is set to 0 as soon as its
/// magnitude is below tolerance · max|ζ| and falling. Zeros stay zeros, exactly. Where zeros leave
/// J with dependent rows, the flow goes on under the independent ones.
public struct LabelNoiseODE: Sendable {
  let field: SlowVectorField
  private let kinkGroups: [[Int]]

  /// The equation of one run.
  ///
  /// - Parameters:
  ///   - problem: The data.
  ///   - model: The parametrization.
  ///   - optimizer: The method, which decides V and S.
  ///   - exponent: λ of adam-e, in (0, 1), or that of shampoo's own; NaN for shampoo's usual one, not read
  ///     for the others.
  ///   - epsilon: ε > 0, in the unit of v^λ, of L and R for shampoo; not read for sgd.
  ///   - alpha: α = δ²/B ≥ 0, B = n for full batches.
  ///   - relaxationRate: c = (1 − β₂)/e² ≥ 0, or 1/e² where v adds up, dv/dt = c αV(H); not read for
  ///     sgd.
  ///   - missingAverage: β₂^K₀ of an optimizer that corrects the bias of its moments, K₀ the steps
  ///     before time 0: S is then that of v/(1 − β₂^K₀ e^{−ct}). 0 for one that does not.
  ///   - written: S of an optimizer whose sweep file writes it; nil for the others.
  ///   - metricScale: What S is multiplied by, η/e where a step goes as far as v at its start says.
  ///   - forces: What moves ζ beside the noise.
  public init(
    problem: RegressionProblem, model: Model, optimizer: Optimizer, exponent: Double,
    epsilon: Double, alpha: Double, relaxationRate: Double, missingAverage: Double = 0,
    written: WrittenPreconditioner? = nil, metricScale: Double = 1,
    forces: SlowForces = SlowForces()
  ) {
    let rule = preconditionerRule(
      optimizer, model, exponent: exponent, epsilon: epsilon, scale: metricScale, written: written)
    let landscape = Landscape(problem, model)
    field = SlowVectorField(
      landscape: landscape, rule: rule, alpha: alpha, rate: relaxationRate,
      missingAverage: missingAverage, forces: forces)
    kinkGroups = rule.kinkGroups(of: landscape.model)
  }

  /// The state from which a run with given θ₀ starts, at time 0.
  ///
  /// With v₀: ζ(0) = Φ_S(θ₀), S = S(v₀), and v(0) = v₀. Without: ζ(0) = Φ_I(θ₀), v(0) = α
  /// V(H(ζ(0))), or what of it v holds by then.
  ///
  /// - Parameters:
  ///   - theta: θ₀, shape `[P]`.
  ///   - secondMoment: v₀, shape `[P]`, or nil; averaged over the blocks of the optimizer, as
  ///     training does. For sgd it is not read; of shampoo it is L and R of every matrix, in order.
  /// - Returns: The state, nil unless the projection converged, and how the projection ended.
  public func start(
    from theta: [Double], secondMoment: [Double]? = nil
  ) -> (state: SlowState?, status: ProjectionStatus) {
    field.moment.start(from: theta, secondMoment: secondMoment)
  }

  /// S at a state.
  public func preconditioner(at state: SlowState) -> StatePreconditioner {
    field.moment.preconditioner(at: state)
  }

  /// An integration that begins, or goes on from where one stood.
  ///
  /// - Parameters:
  ///   - progress: Its state a point of Γ; see ``start(from:secondMoment:)``. The second moment is
  ///     empty for sgd.
  ///   - tolerance: The largest local error of a step: of ζ relative to max|ζ|, of √v relative to
  ///     max √v. The global error is of the same order.
  /// - Returns: The integration, no step taken yet.
  public func integration(from progress: SlowProgress, tolerance: Double) -> SlowIntegration {
    let count = field.landscape.parameterCount
    precondition(progress.state.theta.count == count, "one value for every parameter")
    precondition(
      progress.state.secondMoment.count == field.moment.rule.secondMomentCount,
      "one second moment for every parameter, none for sgd")
    precondition(tolerance > 0 && tolerance < 1, "the tolerance lies between 0 and 1")
    return SlowIntegration(
      field: field, kinkGroups: kinkGroups, tolerance: tolerance, from: progress)
  }

  /// The states at given times.
  ///
  /// A state does not depend on which others are asked for.
  ///
  /// - Parameters:
  ///   - start: A state on Γ, as for ``integration(from:tolerance:)``.
  ///   - times: Increasing, none before `start.time`.
  ///   - tolerance: As for ``integration(from:tolerance:)``.
  ///   - shouldContinue: Called before every step with the number of steps accepted so far; `false`
  ///     ends the integration.
  /// - Returns: The states, and how the integration ended; a failure keeps the states before it.
  /// - Complexity: A step takes eight evaluations of the right-hand side and one to three
  ///   factorizations in the retraction; each costs what a step of
  ///   ``project(_:onto:model:metric:)`` does. A time asked for costs one step.
  public func solve(
    from start: SlowState, at times: [Double], tolerance: Double,
    shouldContinue: (_ stepsDone: Int) -> Bool
  ) -> SlowSolution {
    var integration = integration(from: SlowProgress(at: start), tolerance: tolerance)
    return integration.solve(at: times, shouldContinue: shouldContinue)
  }
}
