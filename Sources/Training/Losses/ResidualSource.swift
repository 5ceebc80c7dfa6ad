import RandomStreams

/// Turns a step's predictions into ∂L/∂f, with label noise.
///
/// Canonical order, with 1/n and 1/B rounded once and sums from +0 in sequence of the draws b:
///
///     full batch   rᵢ = ℓ′(fᵢ, yᵢ, εᵢ) · (1/n)
///     minibatch    rᵢ = (Σ_{b : i_b = i} ℓ′(fᵢ, yᵢ, ε_b)) · (1/B)
///
/// ℓ′ of the squared loss is (f − y) − ε.
final class ResidualSource<Loss: ScalarLoss, Lanes: LaneVector> {
  private let loss: Loss
  private let targets: LaneStorage<Lanes.Scalar>  // [n]
  private let noise: LabelPerturbations<Lanes>
  private let batch: Int?
  private let groups: SeedGroups<Lanes>
  /// 1/n or 1/B.
  private let factor: Lanes.Scalar
  /// Sums over the draws of a minibatch, `[n]`, +0 between steps; empty for the full batch.
  private let sums: LaneStorage<Lanes>

  init(
    _ loss: Loss, _ law: LabelLaw, _ sampling: Sampling, targets: [Double],
    _ values: LaneValues<Lanes>
  ) {
    self.loss = loss
    self.targets = LaneStorage(targets.map { Lanes.Scalar($0) })
    batch = sampling.batch
    noise = LabelPerturbations(law, values, count: batch ?? targets.count)
    groups = SeedGroups(values)
    factor = 1 / Lanes.Scalar(batch ?? targets.count)
    sums = LaneStorage(repeating: .zero, count: batch == nil ? 0 : targets.count)
  }

  /// Writes the residuals r, at least `[n]`, of the predictions f, at least `[n]`, for the step leading
  /// from θ_{step−1} to θ_step.
  func write(
    _ residuals: borrowing LaneStorage<Lanes>, of predictions: borrowing LaneStorage<Lanes>,
    atStep step: Int
  ) {
    precondition(residuals.count >= targets.count && predictions.count >= targets.count)
    noise.draw(atStep: step)
    if let batch {
      takeBatch(of: batch, predictions, into: residuals, atStep: step)
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

  private func takeBatch(
    of size: Int, _ predictions: borrowing LaneStorage<Lanes>,
    into residuals: borrowing LaneStorage<Lanes>, atStep step: Int
  ) {
    for group in groups.seeds.indices {
      let stream = RandomStream(
        seed: groups.seeds[group], purpose: .minibatch, step: UInt64(step))
      let mask = groups.mask(ofGroup: group)
      for first in stride(from: 0, to: size, by: 8) {
        let samples = stream.eightIntegers(below: UInt64(targets.count), at: UInt64(first / 8))
        for k in 0..<min(8, size - first) {
          let i = Int(samples[k])
          let residual = loss.residual(
            predictions[i], target(i), noise: noise.perturbations[first &+ k])
          let sum = sums[i] + residual
          sums[i] = sums[i].replacing(with: sum, whereSet: mask)
        }
      }
    }
    for i in 0..<targets.count {
      residuals[i] = sums[i] * factor
      sums[i] = .zero
    }
  }

  @inline(__always)
  private func target(_ i: Int) -> Lanes { Lanes(repeating: targets[i]) }
}
