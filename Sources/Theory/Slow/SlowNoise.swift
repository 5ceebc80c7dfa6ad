/// The noise whose slow dynamics are followed.
enum SlowNoise: Sendable {
  /// Label noise, Σ = α H on Γ: no diffusion. α = δ²/B ≥ 0, B = n for full batches.
  case label(alpha: Double)
  /// Gaussian noise added to the gradient, Σ = Diag(σ²), σ of shape `[P]` and not negative.
  case gradient(standardDeviations: [Double])
}
