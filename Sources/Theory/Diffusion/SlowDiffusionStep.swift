import Training

/// One Euler–Maruyama step of the slow equation, and its right-hand sides.
struct SlowDiffusionStep: Sendable {
  let landscape: Landscape
  let rule: AdaptiveRule
  let noise: SlowNoise
  /// c, in 1/time; 0 for sgd.
  let rate: Double

  /// V(Σ) at a point, shape `[P]`; empty for sgd.
  func target(at point: LandscapePoint) -> [Double] {
    guard rule.hasSecondMoment else { return [] }
    switch noise {
    case .label(let alpha): return rule.averaged(point.diagonalHessian()).map { alpha * $0 }
    case .gradient(let sigma): return rule.averaged(sigma.map { $0 * $0 })
    }
  }

  /// S(v), shape `[P]`.
  func metric(_ v: [Double]) -> [Double] { rule.metric(v, count: landscape.parameterCount) }

  /// Moves ζ, then v.
  ///
  /// ζ moves by P (B Π'_T Diag(σ ⊙ √s) √h ξ − ½ h S ∇³L[B X B]) and is retracted with Φ_S, S and B
  /// those before the step. The root of Π'_T Σ' Π'_T that is taken is Π'_T Diag(σ ⊙ √s): with
  /// Gaussian ξ any root F, F Fᵀ = Π'_T Σ' Π'_T, gives increments of the same law. v relaxes over
  /// the step exactly towards V(Σ) at the new ζ.
  ///
  /// - Parameters:
  ///   - point: ζ.
  ///   - v: v, shape `[P]`; empty for sgd.
  ///   - h: The length of the step, in time.
  ///   - xi: ξ, standard normal, shape `[P]`; not read for label noise.
  ///   - isRankDeficient: Whether dependent gradients were the reason of a failure.
  /// - Returns: The new ζ and v; nil if ζ could not be brought back onto Γ.
  func advance(
    _ point: LandscapePoint, _ v: [Double], h: Double, xi: [Double], isRankDeficient: inout Bool
  ) -> (point: LandscapePoint, secondMoment: [Double])? {
    let metric = metric(v)
    var moved: [Double]
    let isLabelNoise: Bool
    switch noise {
    case .label(let alpha):
      isLabelNoise = true
      let field = SlowVectorField(landscape: landscape, rule: rule, alpha: alpha)
      guard let drift = field.drift(at: point, v) else { return nil }
      moved = point.theta
      for p in moved.indices { moved[p] = moved[p].addingProduct(h, drift[p]) }
      if case .diagonalNet = landscape.model {
        // The velocity of a coordinate is a multiple of it: it cannot change its sign.
        for p in moved.indices where moved[p] * point.theta[p] < 0 { moved[p] = 0 }
      }
    case .gradient(let sigma):
      isLabelNoise = false
      guard let lyapunov = LyapunovDrift(point, metric: metric) else {
        isRankDeficient = true
        return nil
      }
      moved = increment(lyapunov, metric: metric, sigma, h: h, xi: xi)
      for p in moved.indices { moved[p] += point.theta[p] }
    }
    let result = landscape.retract(moved, metric: metric, allowsDependentRows: isLabelNoise)
    isRankDeficient = result.status == .rankDeficient
    guard case .converged = result.status else { return nil }
    return (result.point, relaxed(v, h: h, at: result.point))
  }

  /// The projected increment of ζ: B Π'_T (√h Diag(σ√s) ξ − ½ h B ∇³L[B X B]).
  private func increment(
    _ lyapunov: LyapunovDrift, metric: [Double], _ sigma: [Double], h: Double, xi: [Double]
  ) -> [Double] {
    let curvature = lyapunov.curvature(
      variances: zip(sigma, metric).map { $0 * $0 * $1 })
    let rootStep = h.squareRoot()
    let roots = metric.map { $0.squareRoot() }
    let moves = roots.indices.map { p in
      roots[p] * (rootStep * sigma[p] * xi[p] - 0.5 * h * curvature[p])
    }
    let tangent = lyapunov.tangent(lanes(of: moves))
    return roots.indices.map { roots[$0] * tangent[$0 / 8][$0 % 8] }
  }

  /// V + (v − V) e^{−ch}, V = V(Σ) at the point.
  private func relaxed(_ v: [Double], h: Double, at point: LandscapePoint) -> [Double] {
    let target = target(at: point)
    let decay = decayFactor(rate * h)
    return v.indices.map { target[$0].addingProduct(v[$0] - target[$0], decay) }
  }
}
