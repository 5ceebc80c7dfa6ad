/// Turns a step's predictions into ∂L/∂f where labels of ±1 are drawn, or weighed.
///
/// The canonical order is that of ``ResidualSource``; both labels at once are
/// ``ScalarLoss/residual(_:weight:)``.
final class SignResidualSource<Loss: ScalarLoss, Lanes: LaneVector> {
  private let loss: Loss
  private let sampleCount: Int
  private let labels: SignLabels
  private let sampling: Sampling
  private let groups: SeedGroups<Lanes>
  /// The samples of a minibatch and the numbers of the labels, for each noise seed.
  private let draws: [SampleDraws]
  private let uniforms: [LabelUniforms]
  /// p of each lane's run.
  private let probabilities: [Double]
  /// The group of each lane.
  private let groupOfLane: [Int]
  /// The label of each draw, or the weight of +1 of each sample.
  private let drawn: LaneStorage<Lanes>
  /// Sums over the draws of a minibatch, `[n]`, +0 between steps; empty for the full batch.
  private let sums: LaneStorage<Lanes>

  init(
    _ loss: Loss, _ labels: SignLabels, _ sampling: Sampling, sampleCount: Int,
    _ values: LaneValues<Lanes>
  ) {
    self.loss = loss
    self.labels = labels
    self.sampling = sampling
    self.sampleCount = sampleCount
    groups = SeedGroups(values)
    let (seeds, runs) = (groups.seeds, values.runs)
    draws = seeds.map { SampleDraws(sampling, sampleCount: sampleCount, seed: $0) }
    let count = sampling.batch ?? sampleCount
    uniforms = seeds.map { LabelUniforms(seed: $0, count: count) }
    let runOfLane = (0..<Lanes.scalarCount).map { runs[min($0, runs.count - 1)] }
    probabilities = runOfLane.map(\.noiseScale)
    groupOfLane = runOfLane.map { run in seeds.firstIndex(of: run.noiseSeed) ?? 0 }
    drawn =
      if let weights = labels.weights {
        LaneStorage(weights.map { Lanes(repeating: Lanes.Scalar($0)) })
      } else {
        LaneStorage(repeating: .zero, count: count)
      }
    sums = LaneStorage(repeating: .zero, count: sampling == .full ? 0 : sampleCount)
  }

  /// Writes the residuals r, at least `[n]`, of the predictions f, at least `[n]`, for the step leading
  /// from θ_{step−1} to θ_step.
  func write(
    _ residuals: borrowing LaneStorage<Lanes>, of predictions: borrowing LaneStorage<Lanes>,
    atStep step: Int
  ) {
    precondition(residuals.count >= sampleCount && predictions.count >= sampleCount)
    let count = sampling.count(atStep: step, of: sampleCount)
    let factor = 1 / Lanes.Scalar(count)
    let isWeighed = labels.weights != nil
    for samples in draws { samples.draw(atStep: step) }
    if !isWeighed { drawLabels(of: count, atStep: step) }
    if sampling == .full {
      for i in 0..<sampleCount {
        residuals[i] = residual(predictions[i], drawn[i], isWeighed) * factor
      }
      return
    }
    for group in draws.indices {
      let (samples, mask) = (draws[group], groups.mask(ofGroup: group))
      for b in 0..<count {
        let i = samples[b]
        let residual = residual(predictions[i], drawn[isWeighed ? i : b], isWeighed)
        sums[i] = sums[i].replacing(with: sums[i] + residual, whereSet: mask)
      }
    }
    for i in 0..<sampleCount {
      residuals[i] = sums[i] * factor
      sums[i] = .zero
    }
  }

  @inline(__always)
  private func residual(_ f: Lanes, _ drawn: Lanes, _ isWeighed: Bool) -> Lanes {
    isWeighed ? loss.residual(f, weight: drawn) : loss.residual(f, drawn)
  }

  private func drawLabels(of count: Int, atStep step: Int) {
    for numbers in uniforms { numbers.draw(atStep: step) }
    for lane in 0..<Lanes.scalarCount {
      let group = groupOfLane[lane]
      let (numbers, samples, p) = (uniforms[group], draws[group], probabilities[lane])
      for b in 0..<count {
        let label = labels.label(
          ofSample: sampling == .full ? b : samples[b], numbers[b].first, p)
        drawn.setScalar(b &* Lanes.scalarCount &+ lane, Lanes.Scalar(label))
      }
    }
  }
}

/// ``SignResidualSource`` of a single run, sixteen samples at a time.
final class LoneSignResidualSource<Loss: ScalarLoss, Scalar: LookupScalar> {
  typealias Lanes = SIMD16<Scalar>

  private let loss: Loss
  private let sampleCount: Int
  /// The lanes of the last vector that hold samples.
  private let lastBits: Lanes.Bits
  private let labels: SignLabels
  private let sampling: Sampling
  private let draws: SampleDraws
  private let uniforms: LabelUniforms
  private let probability: Double
  /// The label of each draw, or the weight of +1 of each sample, sixteen in a vector.
  private let drawn: LaneStorage<Lanes>
  /// Sums over the draws of a minibatch, +0 between steps.
  private let sums: LaneStorage<Lanes>

  init(
    _ loss: Loss, _ labels: SignLabels, _ sampling: Sampling, sampleCount: Int,
    _ run: LaneParameters
  ) {
    self.loss = loss
    self.labels = labels
    self.sampling = sampling
    self.sampleCount = sampleCount
    lastBits = Lanes.bitsOfLast(ofCount: sampleCount)
    draws = SampleDraws(sampling, sampleCount: sampleCount, seed: run.noiseSeed)
    let count = sampling.batch ?? sampleCount
    uniforms = LabelUniforms(seed: run.noiseSeed, count: count)
    probability = run.noiseScale
    drawn = LaneStorage(
      repeating: Lanes(repeating: 1), count: (max(count, sampleCount) + 15) / 16)
    for (i, weight) in (labels.weights ?? []).enumerated() { drawn.setScalar(i, Scalar(weight)) }
    sums = LaneStorage(
      repeating: .zero, count: sampling == .full ? 0 : (sampleCount + 15) / 16)
  }

  /// Writes the residuals r of the predictions f for the step leading from
  /// θ_{step−1} to θ_step; those beyond the last sample are +0.
  func write(
    _ residuals: borrowing LaneStorage<Lanes>, of predictions: borrowing LaneStorage<Lanes>,
    atStep step: Int
  ) {
    let units = (sampleCount + 15) / 16
    precondition(residuals.count >= units && predictions.count >= units)
    let count = sampling.count(atStep: step, of: sampleCount)
    let factor = 1 / Scalar(count)
    let isWeighed = labels.weights != nil
    draws.draw(atStep: step)
    if !isWeighed {
      uniforms.draw(atStep: step)
      for b in 0..<count {
        let label = labels.label(
          ofSample: sampling == .full ? b : draws[b], uniforms[b].first, probability)
        drawn.setScalar(b, Scalar(label))
      }
    }
    if sampling == .full {
      for unit in 0..<units {
        residuals[unit] = residual(predictions[unit], drawn[unit], isWeighed) * factor
      }
    } else {
      // The narrowest vector there is, for one sample.
      typealias One = SIMD2<Scalar>
      for b in 0..<count {
        let i = draws[b]
        let residual = residual(
          One(repeating: predictions.scalar(i)),
          One(repeating: drawn.scalar(isWeighed ? i : b)), isWeighed)
        sums.setScalar(i, sums.scalar(i) + residual[0])
      }
      for unit in 0..<units {
        residuals[unit] = sums[unit] * factor
        sums[unit] = .zero
      }
    }
    residuals[units - 1] = residuals[units - 1].keeping(lastBits)
  }

  @inline(__always)
  private func residual<Vector: LaneVector>(
    _ f: Vector, _ drawn: Vector, _ isWeighed: Bool
  ) -> Vector {
    isWeighed ? loss.residual(f, weight: drawn) : loss.residual(f, drawn)
  }
}
