public import Training

/// The projection Φ_S of parameters onto the minimizer manifold Γ = {θ : f(θ) = y}.
///
///     repeat  θ ← θ − S Jᵀ (J S Jᵀ)⁻¹ r     until ‖r‖_∞ < 10⁻¹² max(1, ‖y‖_∞),    r = f(θ) − y
///
/// Gauss–Newton in the metric S⁻¹: every step is the smallest one, in that metric, that solves the
/// linearized equations. A point that is on Γ already is returned as it is. Where J has dependent
/// rows, a maximal independent set of them is solved for, and the residuals of all must vanish. If that
/// fails, it is tried again with parameters below 10⁻⁶ of the largest at 0: on a diagonal net their w
/// is at the tolerance, but as many of them as have died out make J too ill-conditioned to move. That
/// happens with nearly as many samples as entries: of 200 random problems with 60 samples of 64
/// entries, 40 of them not 0, and dead parameters of about 10⁻⁶, 3 converge at the second trial only.
///
/// - Parameters:
///   - theta: θ, shape `[model.parameterCount]`.
///   - problem: The data.
///   - model: The parametrization.
///   - metric: The diagonal of S, shape `[model.parameterCount]`, positive; nil stands for S = I.
/// - Returns: A point of Γ with status `converged`; otherwise NaN in every entry and the reason.
/// - Precondition: The shapes fit.
/// - Complexity: A step takes n² q / 2 multiply-adds for a diagonal net, n² P / 2 for a
///   factorization, and n³/6 for the Cholesky factor. Memory: 16 n² bytes and at most 8 MB of the
///   design, and 8 n P for a factorization.
public func project(
  _ theta: [Double], onto problem: RegressionProblem, model: Model, metric: [Double]?
) -> (theta: [Double], status: ProjectionStatus) {
  Landscape(problem, model).project(theta, metric: metric)
}

extension Landscape {
  /// See ``project(_:onto:model:metric:)``.
  func project(
    _ theta: [Double], metric: [Double]?
  ) -> (theta: [Double], status: ProjectionStatus) {
    precondition(
      metric.map { $0.count == parameterCount && $0.allSatisfy { $0 > 0 } } ?? true,
      "the metric has a positive entry for every parameter")
    let metric = metric.map(Metric.diagonal) ?? .identity(parameterCount)
    var result = retract(theta, metric: metric)
    if !result.status.hasConverged {
      let second = retract(theta, metric: metric, negligible: 1e-6)
      if second.status.hasConverged { result = second }
    }
    guard case .converged = result.status else {
      return (Array(repeating: .nan, count: theta.count), result.status)
    }
    return (result.point.theta, result.status)
  }
}
