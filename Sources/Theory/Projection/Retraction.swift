/// How a projection onto the minimizer manifold ended.
public enum ProjectionStatus: Sendable, Hashable {
  /// A point with ‖f − y‖_∞ < 10⁻¹² max(1, ‖y‖_∞), after so many Gauss–Newton steps.
  case converged(iterations: Int)
  /// No such point within 50 steps.
  case notConverged
  /// The gradients of the predictions are linearly dependent, to rounding, at a point on the way.
  case rankDeficient
}

extension Landscape {
  /// The most Gauss–Newton steps; convergence is quadratic, and what needs more is going nowhere.
  private static let iterationLimit = 50

  /// Φ_S: repeats θ ← θ − S Jᵀ (J S Jᵀ)⁻¹ r until the residuals are below the tolerance.
  ///
  /// - Parameters:
  ///   - theta: θ, shape `[P]`.
  ///   - metric: The diagonal of S, shape `[P]`, positive.
  ///   - allowsDependentRows: Whether to go on where J has dependent rows, solving for an
  ///     independent subset of them. Integrators do, on a face of Γ where coordinates are 0.
  /// - Returns: The point, which has meaning only if the status is `converged`.
  func retract(
    _ theta: [Double], metric: [Double], allowsDependentRows: Bool
  ) -> (point: LandscapePoint, status: ProjectionStatus) {
    var here = point(theta)
    for iteration in 0...Self.iterationLimit {
      if here.isOnManifold { return (here, .converged(iterations: iteration)) }
      guard iteration < Self.iterationLimit, maximumMagnitude(here.residuals).isFinite,
        let equations = NormalEquations(here, metric: metric)
      else { break }
      guard equations.hasFullRank || allowsDependentRows else { return (here, .rankDeficient) }
      let step = here.pullBack(equations.solve(here.residuals))
      here = point(here.theta.indices.map { here.theta[$0].addingProduct(-metric[$0], step[$0]) })
    }
    return (here, .notConverged)
  }
}
