/// The noise whose slow dynamics are followed.
public enum SlowNoise: Sendable, Hashable {
  /// Label noise, Σ = α H on Γ: no diffusion.
  ///
  /// - Parameter alpha: α = δ²/B ≥ 0, B = n for full batches.
  case label(alpha: Double)
  /// Gaussian noise added to the gradient, Σ = Diag(σ²).
  ///
  /// - Parameter standardDeviations: σ, shape `[P]`, not negative.
  case gradient(standardDeviations: [Double])
}
