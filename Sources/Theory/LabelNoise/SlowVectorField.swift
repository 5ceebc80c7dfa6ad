/// The right-hand sides of the label-noise equations at one point.
///
///     dζ/dt = −(α/4) P_{ζ,S} S ∇³L(ζ)[S]          dv/dt = c (α V(H(ζ)) − κ v)
///
/// and what ``SlowForces`` adds to the first. κ is 1, or 0 where v forgets nothing.
struct SlowVectorField: Sendable {
  /// v and its S.
  let moment: SlowSecondMoment
  /// α.
  let alpha: Double
  /// What moves ζ beside the noise.
  let forces: SlowForces

  init(
    landscape: Landscape, rule: any PreconditionerRule, alpha: Double, rate: Double = 0,
    missingAverage: Double = 0, forces: SlowForces = SlowForces()
  ) {
    precondition(alpha >= 0 && alpha.isFinite, "alpha is a finite number, not negative")
    precondition(
      !forces.needsIdentity || !rule.hasSecondMoment, "the drift of an ascent is known at S = I")
    self.alpha = alpha
    self.forces = forces
    moment = SlowSecondMoment(
      landscape: landscape, rule: rule, noise: .label(alpha: alpha), rate: rate,
      missingAverage: missingAverage)
  }

  /// Where the equations live.
  var landscape: Landscape { moment.landscape }

  /// dζ/dt, shape `[P]`, also a little away from Γ; nil if it is not finite.
  ///
  /// It is tangent to the level set of f at any θ, so that without retraction the predictions would
  /// drift by the integration error alone. Where J has dependent rows, it is tangent to what the
  /// independent ones leave free.
  ///
  /// - Parameters:
  ///   - point: ζ.
  ///   - metric: S.
  ///   - time: When.
  /// - Returns: dζ/dt.
  func drift(at point: any PointGeometry, metric: Metric, time: Double) -> [Double]? {
    guard metric.isFinite, point.theta.allSatisfy(\.isFinite),
      let equations = NormalEquations(point, metric: metric)
    else { return nil }
    let factors = forces.factors(at: time)
    let strength = alpha / 4 * factors.second + alpha / 2 * (factors.first * forces.ascent)
    var drift = metric.times(point.curvature(metric), by: -strength)
    if forces.decay > 0 {
      let rate = factors.first * forces.decay
      let decayed = forces.isDecayPreconditioned ? metric : .identity(drift.count)
      drift = decayed.add(-rate, times: point.theta, to: drift)
    }
    if let ascent = forces.noiseAscent {
      let rate = factors.first * ascent.radius
      drift = zip(drift, ascent.noise.slope(at: point)).map { $0.addingProduct(-rate, $1) }
    }
    if forces.sharpnessDescent > 0 {
      guard let slope = sharpnessSlope(at: point) else { return nil }
      let rate = factors.first * forces.sharpnessDescent
      drift = zip(drift, slope).map { $0.addingProduct(-rate, $1) }
    }
    drift = equations.tangent(drift, at: point, metric: metric)
    return drift.allSatisfy(\.isFinite) ? drift : nil
  }

  /// ∇λ_max(H), shape `[P]`, not projected; nil where λ_max is not simple, see `SlowForces.leastGap`.
  ///
  /// λ_max = uᵀ(J Jᵀ/n)u, u its eigenvector, and so ∇λ_max is that of tr(uuᵀ J Jᵀ)/n at a fixed u.
  private func sharpnessSlope(at point: any PointGeometry) -> [Double]? {
    guard let spectrum = NormalSpectrum(point, metric: .identity(point.theta.count)),
      spectrum.gap > SlowForces.leastGap
    else { return nil }
    let u = spectrum.vectors[0]
    let share = 1 / Double(point.sampleCount)
    return point.gramGradient(u.flatMap { a in u.map { share * (a * $0) } })
  }
}
