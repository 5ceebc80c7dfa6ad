/// Turns a step's predictions into ∂L/∂f, with label noise.
///
/// Canonical order, with 1/n and 1/B rounded once and sums from +0 in sequence of the draws b:
///
///     full batch   rᵢ = ℓ′(fᵢ, yᵢ, εᵢ) · (1/n)
///     minibatch    rᵢ = (Σ_{b : i_b = i} ℓ′(fᵢ, yᵢ, ε_b)) · (1/B)
///
/// At the end of an epoch B is the number of samples that are left.
/// ℓ′ of the squared loss is (f − y) − ε.
final class ResidualSource<Loss: ScalarLoss, Lanes: LaneVector> {
  private let loss: Loss
  private let targets: LaneStorage<Lanes.Scalar>  // [n]
  private let noise: LabelPerturbations<Lanes>
  private let sampling: Sampling
  private let groups: SeedGroups<Lanes>
  /// The samples of a minibatch, for each noise seed.
  private let draws: [SampleDraws]
  /// Sums over the draws of a minibatch, `[n]`, +0 between steps; empty for the full batch.
  private let sums: LaneStorage<Lanes>

  init(
    _ loss: Loss, _ law: LabelLaw, _ sampling: Sampling, targets: [Double],
    _ values: LaneValues<Lanes>
  ) {
    self.loss = loss
    self.targets = LaneStorage(targets.map { Lanes.Scalar($0) })
    self.sampling = sampling
    noise = LabelPerturbations(law, values, count: sampling.batch ?? targets.count)
    groups = SeedGroups(values)
    draws = groups.seeds.map {
      SampleDraws(sampling, sampleCount: targets.count, seed: $0)
    }
    sums = LaneStorage(repeating: .zero, count: sampling == .full ? 0 : targets.count)
  }

  /// Writes the residuals r, at least `[n]`, of the predictions f, at least `[n]`, for the step leading
  /// from θ_{step−1} to θ_step.
  func write(
    _ residuals: borrowing LaneStorage<Lanes>, of predictions: borrowing LaneStorage<Lanes>,
    atStep step: Int
  ) {
    precondition(residuals.count >= targets.count && predictions.count >= targets.count)
    noise.draw(atStep: step)
    let count = sampling.count(atStep: step, of: targets.count)
    let factor = 1 / Lanes.Scalar(count)
    if sampling != .full {
      takeBatch(of: count, predictions, atStep: step)
      for i in 0..<targets.count {
        residuals[i] = sums[i] * factor
        sums[i] = .zero
      }
    } else if noise.isAbsent {
      for i in 0..<targets.count {
        residuals[i] = loss.residual(predictions[i], target(i)) * factor
      }
    } else {
      for i in 0..<targets.count {
        residuals[i] =
          loss.residual(predictions[i], target(i), noise: noise.perturbations[i]) * factor
      }
    }
  }

  /// Sums the residuals of a minibatch, draw by draw.
  private func takeBatch(
    of count: Int, _ predictions: borrowing LaneStorage<Lanes>, atStep step: Int
  ) {
    for group in draws.indices {
      let (samples, mask) = (draws[group], groups.mask(ofGroup: group))
      samples.draw(atStep: step)
      for b in 0..<count {
        let i = samples[b]
        let residual = loss.residual(predictions[i], target(i), noise: noise.perturbations[b])
        let sum = sums[i] + residual
        sums[i] = sums[i].replacing(with: sum, whereSet: mask)
      }
    }
  }

  @inline(__always)
  private func target(_ i: Int) -> Lanes { Lanes(repeating: targets[i]) }
}
