public import Parameters

/// The noise of minibatches with a strength of its own: ∇L + s (∇L_B − ∇L), L_B being the loss of B fresh
/// draws with replacement.
///
/// s = 0 is gradient descent, s = 1 is that of minibatches up to rounding, and s = √(B/B′) has the
/// covariance of batches of B′.
struct MinibatchNoise: NoiseKind {
  static let name = "minibatch"
  static let parameters: [Parameter] = [.deviationSize, .deviationScale]
  static let strength: Parameter? = .deviationScale
  static let unfollowed: String? =
    "the noise of minibatches goes with the residuals, and is 0 on the manifold"
  static let since = 3

  /// B ≥ 1.
  let size: Int

  init(size: Int) { self.size = size }

  init(_ values: borrowing Values) { size = values.integer(.deviationSize) }

  var deviation: Sampling? { .withReplacement(size) }

  func checkPreconditions(_ configuration: TrainingConfiguration) {
    precondition(size >= 1, "a minibatch holds at least one sample")
    precondition(configuration.sampling == .full, "a deviation is one from the full batch")
  }
}

extension NoiseSource {
  /// The full gradient plus s times the deviation of a fresh minibatch's, s being the run's
  /// ``LaneParameters/noiseScale``.
  ///
  /// - Parameter size: B ≥ 1.
  /// - Returns: The noise.
  public static func minibatch(size: Int) -> NoiseSource { NoiseSource(MinibatchNoise(size: size)) }
}

extension Parameter {
  /// B of the noise of minibatches.
  public static let deviationSize = Parameter(
    "size", .integer(1...mostEntries), longName: "samples B of the noise's minibatch",
    symbol: "B", role: .tuned, isRequired: true
  ).with {
    $0.synonyms = ["batch", "batch_size", "b"]
    $0.entersCost = true
    $0.mayFollow = true
    $0.column = Column("noise_batch", absence: .label(.integer(-1)))
    $0.since = 3
  }

  /// s of the noise of minibatches.
  public static let deviationScale = Parameter(
    "scale", .real(.nonNegative), .varying, longName: "scale s of the noise of minibatches",
    symbol: "s", role: .tuned, scale: .logarithmic, default: .real(1)
  ).with {
    $0.synonyms = ["strength"]
    $0.mayFollow = true
    $0.column = Column("noise_batch_scale")
    $0.since = 3
  }
}

extension Constraint {
  /// A deviation from the full batch has no other batch beside it.
  public static let deviatesFromTheFullBatch = {
    var rule = Constraint(
      [Block.kind(of: Block.noise), Parameter.batchSize.path(in: Block.batches)]
    ) { corners in
      let isMistaken = corners.contains {
        $0[0] == .text(MinibatchNoise.name) && $0[1].asInteger != nil
      }
      return isMistaken
        ? [
          Mistake(
            "noise 'minibatch' is a deviation from the full batch, and 'batches' takes another",
            hint: "remove batches, or noise: {kind: none}")
        ] : []
    }
    return rule
  }()
}

/// The factors of a full batch's residuals that make them those of ∇L + s (∇L_B − ∇L): with c_i the draws of
/// sample i, fma(s, c_i · (n · (1/B)) − 1, 1).
///
/// A gradient is linear in the residuals. At s = 0 the factors are 1, and no bit changes.
final class MinibatchFactors {
  private let draws: SampleDraws
  private let batch: Int
  /// c, `[n]`.
  private let counts: LaneStorage<Int>

  init(_ sampling: Sampling, sampleCount: Int, seed: UInt64) {
    draws = SampleDraws(sampling, sampleCount: sampleCount, seed: seed)
    batch = sampling.batch ?? 0
    counts = LaneStorage(repeating: 0, count: sampleCount)
  }

  /// Draws the minibatch of a step, and visits c · (n · (1/B)) − 1 of every sample.
  @inline(__always)
  func visit<Scalar: LaneScalar>(
    atStep step: Int, _ body: (_ sample: Int, _ deviation: Scalar) -> Void
  ) {
    draws.draw(atStep: step)
    for i in 0..<counts.count { counts[i] = 0 }
    for b in 0..<batch { counts[draws[b]] += 1 }
    let share = Scalar(counts.count) * (1 / Scalar(batch))
    for i in 0..<counts.count { body(i, Scalar(counts[i]) * share - 1) }
  }
}

extension Residuals {
  /// Those of ∇L + s (∇L_B − ∇L), for runs side by side; the same without such a noise.
  func deviating(_ sampling: Sampling?, _ values: LaneValues<Lanes>) -> Residuals {
    guard let sampling else { return self }
    let (groups, outputs, write) = (SeedGroups(values), outputs, write)
    let factors = groups.seeds.map {
      MinibatchFactors(sampling, sampleCount: outputs.sampleCount, seed: $0)
    }
    let scale = values[\.noiseScale]
    return Residuals(outputs: outputs) { residuals, predictions, step in
      write(residuals, predictions, step)
      for group in factors.indices {
        let mask = groups.mask(ofGroup: group)
        factors[group].visit(atStep: step) { (i, deviation: Lanes.Scalar) in
          let factor = Lanes(repeating: 1).addingProduct(scale, Lanes(repeating: deviation))
          for c in i &* outputs.outputCount..<(i &+ 1) &* outputs.outputCount {
            residuals[c] = residuals[c].replacing(with: residuals[c] * factor, whereSet: mask)
          }
        }
      }
    }
  }

  /// The same for a run by itself, whose samples lie in the lanes.
  func deviating(_ sampling: Sampling?, _ run: LaneParameters) -> Residuals {
    guard let sampling else { return self }
    let (sampleCount, write) = (outputs.sampleCount, write)
    let factors = MinibatchFactors(sampling, sampleCount: sampleCount, seed: run.noiseSeed)
    let scale = Lanes.Scalar(run.noiseScale)
    return Residuals(outputs: outputs) { residuals, predictions, step in
      write(residuals, predictions, step)
      factors.visit(atStep: step) { (i, deviation: Lanes.Scalar) in
        let factor = (1 as Lanes.Scalar).addingProduct(scale, deviation)
        residuals.setScalar(i, residuals.scalar(i) * factor)
      }
    }
  }
}
