/// Perturbed targets, fresh at every step.
///
/// With the full batch rᵢ = ((fᵢ − yᵢ) − εᵢ)/n. With a batch of B samples i_b, drawn with
/// replacement, rᵢ = Σ_{b : i_b = i} ((fᵢ − yᵢ) − ε_b)/B, with a perturbation for each draw.
struct LabelNoise: NoiseKind {
  static let name = "label"

  /// The law of ε.
  let distribution: LabelDistribution
  /// B ≥ 1, or nil for the full batch.
  let batch: Int?

  var labels: LabelLaw { distribution == .rademacher ? .rademacher : .gaussian }
  var sampling: Sampling { batch.map { .withReplacement($0) } ?? .full }

  func checkPreconditions(_: TrainingConfiguration) {
    precondition(batch ?? 1 >= 1, "a minibatch holds at least one sample")
  }
}

/// The law of a label perturbation ε, of mean 0 and standard deviation δ.
public enum LabelDistribution: String, Hashable, Sendable, CaseIterable {
  /// ±δ with probability ½ each.
  case rademacher
  /// N(0, δ²).
  case gaussian
}

extension NoiseSource {
  /// Perturbed targets, fresh at every step.
  ///
  /// With the full batch rᵢ = ((fᵢ − yᵢ) − εᵢ)/n. With a batch of B samples i_b, drawn with
  /// replacement, rᵢ = Σ_{b : i_b = i} ((fᵢ − yᵢ) − ε_b)/B, with a perturbation for each draw.
  ///
  /// - Parameters:
  ///   - distribution: The law of ε.
  ///   - batch: B ≥ 1, or nil for the full batch.
  /// - Returns: The noise.
  public static func label(
    distribution: LabelDistribution = .rademacher, batch: Int? = nil
  ) -> NoiseSource {
    NoiseSource(LabelNoise(distribution: distribution, batch: batch))
  }
}
