import ElementaryFunctions
import Parameters

/// ℓ(f, y) = ln(1 + e^{−yf}) for y = ±1, with ∂ℓ/∂f = −y σ(−yf) and ∂²ℓ/∂f² = σ(f) σ(−f).
///
/// It has no minimizer for known labels: there is a manifold Γ, and slow equations, where labels are drawn.
struct Logistic: ScalarLoss {
  static let name = "logistic"
  static let features: Set<Feature> = [.logLikelihood]
  static let targets = Targets.signs
  static let since = 3

  init() {}

  init(_: borrowing Values) {}

  @inline(__always)
  func residual<Lanes: LaneVector>(_ f: Lanes, _ y: Lanes) -> Lanes {
    -(y * (-(y * f)).sigmoid())
  }

  func python() -> PythonText { PythonText("softplus(-y * f)") }

  func value(_ f: Double, _ y: Double) -> Double { Elementary.softplus(-(y * f)) }

  func residual(_ f: Double, _ y: Double) -> Double { -(y * Elementary.sigmoid(-(y * f))) }

  func curvature(_ f: Double, _: Double) -> Double {
    Elementary.sigmoid(f) * Elementary.sigmoid(-f)
  }

  func minimizer(_: Double) -> Double? { nil }

  func noiseVariance(_: Double, _: Double) -> Double { .nan }
}

extension Loss {
  /// ln(1 + e^{−yf}), for targets of ±1.
  public static let logistic = Loss(Logistic())
}
