/// The right-hand sides of the label-noise equations at one point.
///
///     dζ/dt = −(α/4) P_{ζ,S} S ∇³L(ζ)[S]          dv/dt = c (α V(H(ζ)) − v)
struct SlowVectorField: Sendable {
  let landscape: Landscape
  let rule: AdaptiveRule
  /// α.
  let alpha: Double

  /// S(v), shape `[P]`.
  func metric(_ v: [Double]) -> [Double] { rule.metric(v, count: landscape.parameterCount) }

  /// dζ/dt, shape `[P]`, also a little away from Γ; nil if it is not finite.
  ///
  /// It is tangent to the level set of f at any θ, so that without retraction the predictions would
  /// drift by the integration error alone. Where J has dependent rows, it is tangent to what the
  /// independent ones leave free.
  func drift(at point: LandscapePoint, _ v: [Double]) -> [Double]? {
    let metric = metric(v)
    guard metric.allSatisfy(\.isFinite), point.theta.allSatisfy(\.isFinite),
      let equations = NormalEquations(point, metric: metric)
    else { return nil }
    var drift = point.curvature(metric)
    for p in drift.indices { drift[p] *= -alpha / 4 * metric[p] }
    drift = equations.tangent(drift, at: point, metric: metric)
    return drift.allSatisfy(\.isFinite) ? drift : nil
  }

  /// α V(H), shape `[P]`; empty for sgd.
  func target(at point: LandscapePoint) -> [Double] {
    guard rule.hasSecondMoment else { return [] }
    return rule.averaged(point.diagonalHessian()).map { alpha * $0 }
  }
}
