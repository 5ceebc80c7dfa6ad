/// An optimizer by name.
///
///     m ← (1 − β₁) g + β₁ m     v ← (1 − β₂) V + β₂ v     θ ← fma(−η, m / S⁻¹(v), θ)
///
/// Both moments start at 0 and v is updated before it is used; for their rounding see ``MomentRate``.
/// Their bias is corrected only if ``TrainingConfiguration/correctsBias`` says so.
public enum Optimizer: Hashable, Sendable {
  /// Plain gradient descent, θ ← fma(−η, g, θ): uses the step size alone.
  case sgd
  /// V = g², S⁻¹ = √v + ε and g in the place of m.
  case rmsprop
  /// V = g², S⁻¹ = √v + ε.
  case adam
  /// V = g², S⁻¹ = v^λ + ε, λ being the run's exponent.
  case adamE
  /// V = mean of g² over the block of a parameter, S⁻¹ = √v + ε.
  ///
  /// - Parameter blockSize: For a diagonal net the number ≥ 1 of consecutive coordinates of u, or of
  ///   v, in a block; the last block of each may be shorter. For a factorization nil: its blocks are
  ///   the rows of every factor.
  case adamMini(blockSize: Int?)
  /// V = mean of g² over the layer of a parameter, see ``Model/layers``; S⁻¹ = √v + ε.
  case adalayer
}

extension Optimizer {
  /// Moments that are kept for each parameter.
  var momentCount: Int {
    switch self {
    case .sgd: 0
    case .rmsprop, .adamMini, .adalayer: 1
    case .adam, .adamE: 2
    }
  }
}
