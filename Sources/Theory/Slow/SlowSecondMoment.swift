import ElementaryFunctions

/// v of the slow equations: what it relaxes to, how fast, and the S it makes.
///
/// An optimizer that corrects the bias of its moments divides by what v holds of an average of g²,
/// which after K steps is 1 − β₂^K. In slow time, from a start at K₀, S is that of
///
///     v̂ = v / (1 − β₂^K₀ e^{−ct}),    v̂' = c (V(Σ) − v̂) / (1 − β₂^K₀ e^{−ct})
struct SlowSecondMoment: Sendable {
  let landscape: Landscape
  let rule: any PreconditionerRule
  let noise: SlowNoise
  /// c, in 1/time; 0 for sgd.
  let rate: Double
  /// κ of dv/dt = c (V(Σ) − κ v): 1, or 0 for a sum of squares.
  let forgotten: Double
  /// β₂^K₀, the share that v lacks at time 0; 0 where nothing is corrected.
  let missingAverage: Double

  init(
    landscape: Landscape, rule: any PreconditionerRule, noise: SlowNoise, rate: Double,
    missingAverage: Double
  ) {
    precondition(
      !rule.hasSecondMoment || rate >= 0 && rate.isFinite,
      "the relaxation rate is a finite number, not negative")
    precondition(
      missingAverage >= 0 && missingAverage <= 1, "what is missing is a share of the whole")
    self.landscape = landscape
    self.rule = rule
    self.noise = noise
    self.rate = rule.hasSecondMoment ? rate : 0
    forgotten = rule.forgets ? 1 : 0
    self.missingAverage = missingAverage
  }

  /// V(Σ) at a point, as long as v; empty for sgd.
  func target(at point: any PointGeometry) -> [Double] {
    guard rule.hasSecondMoment else { return [] }
    switch noise {
    case .label(let alpha): return rule.averagedHessian(at: point).map { alpha * $0 }
    case .gradient(let sigma): return rule.averaged(sigma.map { $0 * $0 })
    }
  }

  /// S.
  func metric(at point: any PointGeometry, _ v: [Double], time: Double) -> Metric {
    rule.metric(corrected(v, time: time) ?? target(at: point))
  }

  /// S of a state.
  func preconditioner(at state: SlowState) -> StatePreconditioner {
    StatePreconditioner(
      metric(at: landscape.point(state.theta), state.secondMoment, time: state.time))
  }

  /// v̂; nil where v holds nothing yet, and v̂ is V(Σ).
  private func corrected(_ v: [Double], time: Double) -> [Double]? {
    guard missingAverage > 0, rule.hasSecondMoment else { return v }
    let held = 1 - missingAverage * decayFactor(rate * time)
    return held > 0 ? v.map { $0 / held } : nil
  }

  /// The state at time 0 of a run with given θ₀.
  ///
  /// It is (Φ_S(θ₀), v₀) with S = S(v₀); without v₀ it is Φ_I(θ₀) with the V(Σ) there, or what v
  /// holds of it.
  ///
  /// - Parameters:
  ///   - theta: θ₀, shape `[P]`.
  ///   - secondMoment: v₀, as long as v, or nil; averaged over blocks, as training does.
  /// - Returns: The state, nil unless the projection converged, and how the projection ended.
  func start(
    from theta: [Double], secondMoment: [Double]?
  ) -> (state: SlowState?, status: ProjectionStatus) {
    let given = rule.hasSecondMoment ? secondMoment.map(rule.averaged) : nil
    let metric = given.map { self.metric(at: landscape.point(theta), $0, time: 0) }
    let result = landscape.retract(theta, metric: metric ?? .identity(theta.count))
    guard case .converged = result.status else { return (nil, result.status) }
    let v = given ?? target(at: result.point).map { (1 - missingAverage) * $0 }
    return (SlowState(theta: result.point.theta, secondMoment: v, time: 0), result.status)
  }
}

/// e^{−x} for x ≥ 0.
func decayFactor(_ x: Double) -> Double {
  // log₂ e, rounded.
  Elementary.exp2(-x * 1.442_695_040_888_963_4)
}
