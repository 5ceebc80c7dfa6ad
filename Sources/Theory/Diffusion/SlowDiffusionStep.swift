/// The slow equation under gradient noise at one point: its drift, and an Euler–Maruyama step.
struct SlowDiffusionStep: Sendable {
  let point: any PointGeometry
  /// v, shape `[P]`; empty for sgd.
  let secondMoment: [Double]
  /// S, shape `[P]`.
  let metric: [Double]
  /// −½ S ∇³L[B X B] along Γ, shape `[P]`.
  let drift: [Double]
  private let moment: SlowSecondMoment
  private let sigma: [Double]
  private let lyapunov: LyapunovDrift

  /// The equation at a point of Γ; nil where the gradients are dependent.
  ///
  /// - Parameters:
  ///   - moment: v and its S.
  ///   - sigma: The standard deviations of the noise, shape `[P]`.
  ///   - point: ζ.
  ///   - v: v, shape `[P]`; empty for sgd.
  ///   - time: t.
  init?(
    _ moment: SlowSecondMoment, sigma: [Double], at point: any PointGeometry, _ v: [Double],
    time: Double
  ) {
    guard case .diagonal(let metric) = moment.metric(at: point, v, time: time) else {
      preconditionFailure("gradient noise is followed through a diagonal S")
    }
    guard metric.allSatisfy(\.isFinite), point.theta.allSatisfy(\.isFinite),
      let lyapunov = LyapunovDrift(point, metric: metric)
    else { return nil }
    (self.point, secondMoment, self.metric) = (point, v, metric)
    (self.moment, self.sigma, self.lyapunov) = (moment, sigma, lyapunov)
    let curvature = lyapunov.curvature(variances: zip(sigma, metric).map { $0 * $0 * $1 })
    drift = lyapunov.move(along: zip(metric, curvature).map { -0.5 * $0.squareRoot() * $1 })
  }

  /// A direction of Γ: B Π'_T x, for x of shape `[P]`.
  func tangent(_ x: [Double]) -> [Double] { lyapunov.move(along: x) }

  /// Moves ζ, then v.
  ///
  /// ζ moves by P (B Π'_T Diag(σ ⊙ √s) √h ξ − ½ h S ∇³L[B X B]) and is retracted with Φ_S, S and B
  /// those before the step. The root of Π'_T Σ' Π'_T that is taken is Π'_T Diag(σ ⊙ √s): with
  /// Gaussian ξ any root F, F Fᵀ = Π'_T Σ' Π'_T, gives increments of the same law. v relaxes over
  /// the step exactly towards V(Σ).
  ///
  /// - Parameters:
  ///   - h: The length of the step, in time.
  ///   - xi: ξ, standard normal, shape `[P]`.
  /// - Returns: The new ζ and v; nil if ζ could not be brought back onto Γ, and why.
  func advanced(
    by h: Double, xi: [Double]
  ) -> (point: (any PointGeometry)?, secondMoment: [Double], status: ProjectionStatus) {
    let rootStep = h.squareRoot()
    let noise = lyapunov.move(
      along: xi.indices.map { rootStep * sigma[$0] * metric[$0].squareRoot() * xi[$0] })
    let theta = point.theta
    let moved = xi.indices.map { theta[$0] + noise[$0].addingProduct(h, drift[$0]) }
    let result = moment.landscape.retract(
      moved, metric: .diagonal(metric), allowsDependentRows: false)
    guard result.status.hasConverged else { return (nil, [], result.status) }
    return (result.point, relaxed(by: h, at: result.point), result.status)
  }

  /// V + (v − V) e^{−ch}, V = V(Σ) at the point.
  private func relaxed(by h: Double, at point: any PointGeometry) -> [Double] {
    let target = moment.target(at: point)
    let decay = decayFactor(moment.rate * h)
    return secondMoment.indices.map {
      target[$0].addingProduct(secondMoment[$0] - target[$0], decay)
    }
  }
}
