extension Landscape {
  /// The state at time 0 of a run with given θ₀.
  ///
  /// It is (Φ_S(θ₀), v₀) with S = S(v₀); without v₀ it is Φ_I(θ₀) with the target there.
  ///
  /// - Parameters:
  ///   - theta: θ₀, shape `[P]`.
  ///   - secondMoment: v₀, shape `[P]`, or nil.
  ///   - metric: v ↦ S(v).
  ///   - target: What v relaxes to at a point.
  /// - Returns: The state, nil unless the projection converged, and how the projection ended.
  func start(
    from theta: [Double], secondMoment: [Double]?, metric: ([Double]) -> [Double],
    target: (LandscapePoint) -> [Double]
  ) -> (state: SlowState?, status: ProjectionStatus) {
    let identity = Array(repeating: 1.0, count: theta.count)
    let result = retract(theta, metric: secondMoment.map(metric) ?? identity)
    guard case .converged = result.status else { return (nil, result.status) }
    let v = secondMoment ?? target(result.point)
    return (SlowState(theta: result.point.theta, secondMoment: v, time: 0), result.status)
  }
}
