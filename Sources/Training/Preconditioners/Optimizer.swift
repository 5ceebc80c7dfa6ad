/// An optimizer by name.
///
/// None corrects the bias of its moments; both start at 0.
///
///     m ← fma(1 − β₁, g − m, m)     v ← fma(1 − β₂, g² − v, v)     θ ← fma(−η, m / S⁻¹(v), θ)
public enum Optimizer: Hashable, Sendable, CaseIterable {
  /// Plain gradient descent, θ ← fma(−η, g, θ): uses the step size alone.
  case sgd
  /// S⁻¹ = √v + ε.
  case adam
  /// S⁻¹ = v^λ + ε, λ being the run's exponent.
  case adamE
}
