public import Parameters

/// Perturbed targets, fresh at every step.
///
/// With the full batch rᵢ = ((fᵢ − yᵢ) − εᵢ)/n. With a batch of B samples i_b, drawn with
/// replacement, rᵢ = Σ_{b : i_b = i} ((fᵢ − yᵢ) − ε_b)/B, with a perturbation for each draw.
struct LabelNoise: NoiseKind {
  static let name = "label"
  static let synonyms = ["label_noise"]
  static let parameters: [Parameter] = [.alpha, .delta, .batch, .noiseDistribution]
  static let constraints: [Constraint] = [
    .atMost(
      Parameter.batch.path(in: Block.noise), Parameter.samples.path(in: Block.data),
      fit: "% samples", hint: "batch is at most samples, or full")
  ]
  static let features: Set<Feature> = [.labelNoise]
  static let strength: Parameter? = .delta

  /// The law of ε.
  let distribution: LabelDistribution
  /// B ≥ 1, or nil for the full batch.
  let batch: Int?

  init(distribution: LabelDistribution, batch: Int?) {
    (self.distribution, self.batch) = (distribution, batch)
  }

  init(_ values: borrowing Values) {
    distribution = values.text(.noiseDistribution) == "gaussian" ? .gaussian : .rademacher
    batch = values.integer(ifGiven: .batch)
  }

  var labels: LabelLaw { distribution == .rademacher ? .rademacher : .gaussian }
  var sampling: Sampling { batch.map { .withReplacement($0) } ?? .full }

  func python() -> PythonNoise {
    let law = distribution == .rademacher ? "signs" : "normals"
    return PythonNoise(targets: "delta * \(law)(noise_seed, LABEL_NOISE, k, count)")
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

extension Parameter {
  /// The strength that the slow equations compute with; training goes by δ alone.
  public static let alpha = strength("alpha", longName: "label noise α = δ²/B", symbol: "α").with {
    $0.isComputedWith = false
  }

  /// Standard deviation δ of the noise on labels.
  public static let delta = strength("delta", longName: "label noise δ", symbol: "δ")

  /// B.
  public static let batch = Parameter(
    "batch", .integerOrWord(1...Parameter.mostEntries, "full"), longName: "samples B of a batch",
    symbol: "B", role: .tuned, default: .text("full")
  ).with {
    $0.synonyms = ["batch_size", "b"]
    $0.entersCost = true
    $0.mayFollow = true
    $0.column = nil
  }

  /// The law of the noise on labels.
  public static let noiseDistribution = Parameter(
    "distribution", .choice(["rademacher", "gaussian"]), longName: "distribution of the noise",
    symbol: "ξ", role: .method, default: .text("rademacher")
  ).with {
    $0.wordSynonyms = ["normal": "gaussian"]
    $0.entersCost = true
    $0.mayFollow = true
    $0.column = nil
  }

  private static func strength(_ key: String, longName: String, symbol: String) -> Parameter {
    Parameter(
      key, .real(.nonNegative), .varying, longName: longName, symbol: symbol, role: .tuned,
      scale: .logarithmic
    ).with {
      $0.group = "strength"
      $0.mayFollow = true
      // Each has a label also where the other is given.
      $0.column = nil
    }
  }
}
