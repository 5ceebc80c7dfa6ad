import RandomStreams
public import Training

/// The slow stochastic equation of an adaptive method near the minimizer manifold Γ, under Gaussian
/// gradient noise, Σ = Diag(σ²).
///
///     dζ = P_{ζ,S} (B (Π'_T Σ' Π'_T)^{1/2} dW − ½ S ∇³L(ζ)[B X B] dt)     dv = c (V(Σ) − v) dt
///
/// with S = S(v), B = S^{1/2}, H' = B H B, Σ' = B Σ B, Π'_T the projector on the null space of H'
/// and X the Lyapunov-weighted covariance. Euler–Maruyama with the linear projector, then the
/// retraction Φ_S, then v: weak order 1. Under label noise there is no diffusion: that is
/// ``LabelNoiseODE``.
public struct SlowSDE: Sendable {
  private let moment: SlowSecondMoment
  private let sigma: [Double]

  /// The first of the paths from which the increments between two steps are taken.
  static let firstBridge = 1 << 32

  /// The equation of one run.
  ///
  /// - Parameters:
  ///   - problem: The data.
  ///   - model: The parametrization.
  ///   - optimizer: The method, which decides V and S.
  ///   - exponent: λ of adam-e, in (0, 1); not read for the others.
  ///   - epsilon: ε > 0, in the unit of v^λ; not read for sgd.
  ///   - standardDeviations: σ ≥ 0, shape `[P]`.
  ///   - relaxationRate: c = (1 − β₂)/η² ≥ 0; not read for sgd.
  ///   - missingAverage: As for ``LabelNoiseODE``.
  ///   - written: S of an optimizer whose sweep file writes it; nil for the others.
  public init(
    problem: RegressionProblem, model: Model, optimizer: Optimizer, exponent: Double,
    epsilon: Double, standardDeviations: [Double], relaxationRate: Double,
    missingAverage: Double = 0, written: WrittenPreconditioner? = nil
  ) {
    precondition(
      standardDeviations.count == model.parameterCount
        && standardDeviations.allSatisfy { $0 >= 0 && $0.isFinite },
      "one standard deviation, not negative, for every parameter")
    sigma = standardDeviations
    moment = SlowSecondMoment(
      landscape: Landscape(problem, model),
      rule: AdaptiveRule(
        optimizer, model, exponent: exponent, epsilon: epsilon, written: written),
      noise: .gradient(standardDeviations: standardDeviations), rate: relaxationRate,
      missingAverage: missingAverage)
  }

  /// The state from which a run with given θ₀ starts, at time 0.
  ///
  /// With v₀: ζ(0) = Φ_S(θ₀), S = S(v₀), and v(0) = v₀. Without: ζ(0) = Φ_I(θ₀), v(0) = V(Σ), or what
  /// of it v holds by then.
  ///
  /// - Parameters:
  ///   - theta: θ₀, shape `[P]`.
  ///   - secondMoment: v₀, shape `[P]`, or nil; averaged over the blocks of the optimizer, as
  ///     training does. For sgd it is not read.
  /// - Returns: The state, nil unless the projection converged, and how the projection ended.
  public func start(
    from theta: [Double], secondMoment: [Double]? = nil
  ) -> (state: SlowState?, status: ProjectionStatus) {
    moment.start(from: theta, secondMoment: secondMoment)
  }

  /// One path of the equation that begins, or goes on from where it stood.
  ///
  /// The increments of coordinate j in step k = 1, 2, … are normal index · P + j of purpose
  /// `slowDynamics` at step k (see `RandomStream`), and (index + 2³²) · P + j between two steps: a
  /// path depends on the seed, its index and the length of its steps, never on other paths.
  ///
  /// - Parameters:
  ///   - index: The path's index ≥ 0.
  ///   - seed: The noise seed.
  ///   - progress: At the start a state on Γ at time 0, see ``start(from:secondMoment:)``, and the
  ///     length of the steps; later what ``SlowPath/progress`` was. The second moment is empty for
  ///     sgd.
  /// - Returns: The path, no step taken yet.
  /// - Complexity: A step takes about 8 n² P + 30 n³ multiply-adds and, with the retraction, one to
  ///   three steps of ``project(_:onto:model:metric:)``. A time between two steps costs one step.
  public func path(_ index: Int, seed: UInt64, from progress: SlowProgress) -> SlowPath {
    let count = moment.landscape.parameterCount
    precondition((0..<Self.firstBridge).contains(index), "paths count from 0")
    precondition(
      progress.stepSize > 0 && progress.stepSize.isFinite, "the length of a step is positive")
    precondition(progress.state.theta.count == count, "one value for every parameter")
    precondition(
      progress.state.secondMoment.count == (moment.rule.hasSecondMoment ? count : 0),
      "one second moment for every parameter, none for sgd")
    return SlowPath(self, index: index, seed: seed, from: progress)
  }

  /// V(Σ) at a state, shape `[P]`; empty for sgd.
  func target(at state: SlowState) -> [Double] {
    moment.target(at: moment.landscape.point(state.theta))
  }

  /// S at a state.
  public func preconditioner(at state: SlowState) -> StatePreconditioner {
    moment.preconditioner(at: state)
  }

  /// The equation at a state; nil where the gradients are dependent.
  func step(at state: SlowState) -> SlowDiffusionStep? {
    SlowDiffusionStep(
      moment, sigma: sigma, at: moment.landscape.point(state.theta), state.secondMoment,
      time: state.time)
  }

  /// ξ of one step, shape `[P]`.
  func increments(path: Int, seed: UInt64, step k: Int) -> [Double] {
    let stream = RandomStream(seed: seed, purpose: .slowDynamics, step: UInt64(k))
    let count = moment.landscape.parameterCount
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
