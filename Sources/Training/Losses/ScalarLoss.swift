import Parameters

/// A loss ℓ(f, y) of one prediction and its target; L = (1/n) Σ ℓ(fᵢ, yᵢ).
///
/// In lanes for the step, in double precision for observables and theory.
protocol ScalarLoss: LossKind {
  /// ∂ℓ/∂f.
  func residual<Lanes: LaneVector>(_ f: Lanes, _ y: Lanes) -> Lanes

  /// ∂ℓ/∂f at the perturbed target y + ε.
  func residual<Lanes: LaneVector>(_ f: Lanes, _ y: Lanes, noise: Lanes) -> Lanes

  /// ℓ.
  func value(_ f: Double, _ y: Double) -> Double

  /// ∂ℓ/∂f.
  func residual(_ f: Double, _ y: Double) -> Double

  /// ∂²ℓ/∂f².
  func curvature(_ f: Double, _ y: Double) -> Double

  /// The f at which ∂ℓ/∂f = 0, or nil if it lies at infinity: then there is no manifold Γ.
  func minimizer(_ y: Double) -> Double?

  /// The variance of ∂ℓ/∂f on Γ under label noise of standard deviation δ.
  func noiseVariance(_ y: Double, _ delta: Double) -> Double
}

extension ScalarLoss {
  /// Any numbers.
  static var targets: Targets { .real }

  @inline(__always)
  func residual<Lanes: LaneVector>(_ f: Lanes, _ y: Lanes, noise: Lanes) -> Lanes {
    residual(f, y + noise)
  }
}
