/// The law of a label perturbation ε, of mean 0 and standard deviation δ.
public enum LabelDistribution: String, Hashable, Sendable, CaseIterable {
  /// ±δ with probability ½ each.
  case rademacher
  /// N(0, δ²).
  case gaussian
}

/// Where the randomness of a run comes from; δ and σ are the run's ``LaneParameters/noiseScale``.
///
/// Draws depend on the run's noise seed and on the step alone: runs with equal noise seeds see the
/// same draws, whatever their hyperparameters. See `RandomStream` for the addresses.
public enum NoiseSource: Hashable, Sendable {
  /// No noise: rᵢ = (fᵢ − yᵢ)/n.
  case none
  /// Perturbed targets, fresh at every step.
  ///
  /// With the full batch rᵢ = ((fᵢ − yᵢ) − εᵢ)/n. With a batch of B samples i_b, drawn with
  /// replacement, rᵢ = Σ_{b : i_b = i} ((fᵢ − yᵢ) − ε_b)/B, with a perturbation for each draw.
  ///
  /// - Parameters:
  ///   - distribution: The law of ε.
  ///   - batch: B ≥ 1, or nil for the full batch.
  case label(distribution: LabelDistribution = .rademacher, batch: Int? = nil)
  /// Gaussian noise on the full-batch gradient, fresh at every step: gⱼ + σⱼ N(0, 1).
  ///
  /// The noise is part of g for the optimizer: both of its moments see it.
  ///
  /// - Parameter scales: σ of each parameter, shape `[parameterCount]` and for all runs the same, or
  ///   nil for the run's own σ, the same for all parameters.
  case gradient(scales: [Double]? = nil)
  /// Full batch, εᵢ = sign · δ with the given signs ±1, the same for all runs:
  /// `signs[step - 1][sample]`.
  case given(signs: [[Int8]])
}

extension NoiseSource {
  /// Whether the general path must add noise to ∂L/∂θ.
  var perturbsGradient: Bool { if case .gradient = self { true } else { false } }
}
