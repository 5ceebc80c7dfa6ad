import RandomStreams

/// Turns a step's predictions into scaled residuals, with label noise.
///
/// Canonical order, with 1/n and 1/B rounded once and sums from +0 in sequence of the draws b:
///
///     full batch   rᵢ = ((fᵢ − yᵢ) − εᵢ) · (1/n)
///     minibatch    rᵢ = (Σ_{b : i_b = i} ((fᵢ − yᵢ) − ε_b)) · (1/B)
struct ResidualSource<Lanes: LaneVector>: ~Copyable {
  private let targets: LaneStorage<Lanes.Scalar>  // [n]
  private let noise: LabelNoise<Lanes>
  private let batch: Int?
  private let groups: SeedGroups<Lanes>
  /// 1/n or 1/B.
  private let factor: Lanes.Scalar
  /// Sums over the draws of a minibatch, `[n]`; empty for the full batch.
  private let sums: LaneStorage<Lanes>

  init(_ source: NoiseSource, targets: [Double], lanes: [LaneParameters]) {
    self.targets = LaneStorage(targets.map { Lanes.Scalar($0) })
    batch = if case .label(_, let batch) = source { batch } else { nil }
    noise = LabelNoise(source, lanes: lanes, count: batch ?? targets.count)
    groups = SeedGroups(lanes)
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
      for i in 0..<targets.count { residuals[i] = (predictions[i] - targets[i]) * factor }
    } else {
      for i in 0..<targets.count {
        residuals[i] = ((predictions[i] - targets[i]) - noise.perturbations[i]) * factor
      }
    }
  }

  private func takeBatch(
    of size: Int, _ predictions: borrowing LaneStorage<Lanes>,
    into residuals: borrowing LaneStorage<Lanes>, atStep step: Int
  ) {
    for i in 0..<targets.count {
      residuals[i] = predictions[i] - targets[i]
      sums[i] = .zero
    }
    for group in groups.seeds.indices {
      let stream = RandomStream(
        seed: groups.seeds[group], purpose: .minibatch, step: UInt64(step))
      let mask = groups.mask(ofGroup: group)
      for first in stride(from: 0, to: size, by: 8) {
        let samples = stream.eightIntegers(below: UInt64(targets.count), at: UInt64(first / 8))
        for k in 0..<min(8, size - first) {
          let i = Int(samples[k])
          let sum = sums[i] + (residuals[i] - noise.perturbations[first &+ k])
          sums[i] = sums[i].replacing(with: sum, whereSet: mask)
        }
      }
    }
    for i in 0..<targets.count { residuals[i] = sums[i] * factor }
  }
}
