import ElementaryFunctions
import Parameters

/// ℓ(f, y) = e^{−yf} for y = ±1, with ∂ℓ/∂f = −y e^{−yf} and ∂²ℓ/∂f² = e^{−yf}.
///
/// It has no minimizer: there is no manifold Γ, and the slow equations do not apply.
struct Exponential: ScalarLoss {
  static let name = "exponential"
  static let targets = Targets.signs
  static let since = 3

  init() {}

  init(_: borrowing Values) {}

  @inline(__always)
  func residual<Lanes: LaneVector>(_ f: Lanes, _ y: Lanes) -> Lanes { -(y * (-(y * f)).exp()) }

  func python() -> PythonText { PythonText("exp(-y * f)") }

  func value(_ f: Double, _ y: Double) -> Double { Elementary.exp(-(y * f)) }

  func residual(_ f: Double, _ y: Double) -> Double { -(y * Elementary.exp(-(y * f))) }

  func curvature(_ f: Double, _ y: Double) -> Double { Elementary.exp(-(y * f)) }

  func minimizer(_: Double) -> Double? { nil }

  func noiseVariance(_: Double, _: Double) -> Double { .nan }
}

extension Loss {
  /// e^{−yf}, for targets of ±1.
  public static let exponential = Loss(Exponential())
}
