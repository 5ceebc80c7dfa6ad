/// Where the perturbations of the targets come from: rᵢ = (fᵢ − yᵢ) − εᵢ.
public enum NoiseSource: Hashable, Sendable {
  /// No noise: εᵢ = 0.
  case none
  /// εᵢ = ±δ with probability ½ each, fresh at every step, from each run's noise seed.
  ///
  /// Runs with equal noise seeds see the same signs, whatever their hyperparameters.
  case label
  /// εᵢ = sign · δ with the given signs ±1, the same for all runs: `signs[step - 1][sample]`.
  case given(signs: [[Int8]])
}
