import DenseAlgebra

/// How a projection onto the minimizer manifold ended.
public enum ProjectionStatus: Sendable, Hashable {
  /// A point with ‖f − y‖_∞ < 10⁻¹² max(1, ‖y‖_∞), after so many Gauss–Newton steps.
  case converged(iterations: Int)
  /// No such point within 50 steps.
  case notConverged
  /// No such point, and the gradients of the predictions are linearly dependent, to rounding, at a
  /// point on the way.
  case rankDeficient
}

extension ProjectionStatus {
  /// Whether there is a point.
  var hasConverged: Bool {
    if case .converged = self { true } else { false }
  }
}

extension Landscape {
  /// The most Gauss–Newton steps; convergence is quadratic, and what needs more is going nowhere.
  private static let iterationLimit = 50

  /// Φ_S: repeats θ ← θ − S Jᵀ (J S Jᵀ)⁻¹ r until the residuals are below the tolerance.
  ///
  /// - Parameters:
  ///   - theta: θ, shape `[P]`.
  ///   - metric: S.
  ///   - allowsDependentRows: Whether to go on where J has dependent rows, solving for a maximal
  ///     independent subset of them; where the targets depend in the same way, as for a recovered
  ///     sparse truth, the others follow. A step of diffusion does not: Γ has another dimension there.
  ///   - negligible: At every point on the way, parameters below this share of the largest are 0.
  /// - Returns: The point, which has meaning only if the status is `converged`.
  func retract(
    _ theta: [Double], metric: Metric, allowsDependentRows: Bool = true, negligible: Double = 0
  ) -> (point: any PointGeometry, status: ProjectionStatus) {
    func withoutNegligible(_ theta: [Double]) -> [Double] {
      let limit = negligible * maximumMagnitude(theta)
      return negligible > 0 ? theta.map { abs($0) < limit ? 0 : $0 } : theta
    }
    var here = point(withoutNegligible(theta))
    var hasFullRank = true
    for iteration in 0...Self.iterationLimit {
      if contains(here) { return (here, .converged(iterations: iteration)) }
      guard iteration < Self.iterationLimit, maximumMagnitude(here.residuals).isFinite,
        let equations = NormalEquations(here, metric: metric)
      else { break }
      hasFullRank = hasFullRank && equations.hasFullRank
      guard hasFullRank || allowsDependentRows else { break }
      let step = here.pullBack(equations.solve(here.residuals))
      here = point(withoutNegligible(metric.add(-1, times: step, to: here.theta)))
    }
    return (here, hasFullRank ? .notConverged : .rankDeficient)
  }
}
