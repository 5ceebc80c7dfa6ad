import RandomStreams

/// Turns a step's predictions of a single run into ∂L/∂f, sixteen samples at a time.
///
/// The canonical order is that of ``ResidualSource``.
final class LoneResidualSource<Loss: ScalarLoss, Scalar: LookupScalar> {
  typealias Lanes = SIMD16<Scalar>

  private let loss: Loss
  private let sampleCount: Int
  /// The lanes of the last vector that hold samples.
  private let lastBits: Lanes.Bits
  private let targets: LaneStorage<Lanes>
  private let law: LabelLaw
  private let seed: UInt64
  private let scale: Double
  /// −δ at even, +δ at odd indices.
  private let signed: Lanes
  private let sampling: Sampling
  /// The samples of a minibatch.
  private let draws: SampleDraws
  /// ε of each draw of a minibatch, sixteen in a vector.
  private let perturbations: LaneStorage<Lanes>
  /// Sums over the draws of a minibatch, +0 between steps.
  private let sums: LaneStorage<Lanes>

  init(
    _ loss: Loss, _ law: LabelLaw, _ sampling: Sampling, targets: [Double], _ run: LaneParameters
  ) {
    self.loss = loss
    self.law = law
    self.sampling = sampling
    sampleCount = targets.count
    draws = SampleDraws(sampling, sampleCount: targets.count, seed: run.noiseSeed)
    lastBits = Lanes.bitsOfLast(ofCount: sampleCount)
    self.targets = LaneStorage(
      stride(from: 0, to: targets.count, by: 16).map { first in
        Lanes((0..<16).map { Scalar(targets[min(first + $0, targets.count - 1)]) })
      })
    seed = run.noiseSeed
    scale = run.noiseScale
    let delta = Scalar(run.noiseScale)
    signed = Lanes((0..<16).map { $0 % 2 == 1 ? delta : -delta })
    perturbations = LaneStorage(repeating: .zero, count: ((sampling.batch ?? 0) + 15) / 16)
    sums = LaneStorage(repeating: .zero, count: sampling == .full ? 0 : self.targets.count)
  }

  /// Writes the residuals r of the predictions f for the step leading from
  /// θ_{step−1} to θ_step; those beyond the last sample are +0.
  func write(
    _ residuals: borrowing LaneStorage<Lanes>, of predictions: borrowing LaneStorage<Lanes>,
    atStep step: Int
  ) {
    precondition(residuals.count >= targets.count && predictions.count >= targets.count)
    let count = sampling.count(atStep: step, of: sampleCount)
    let factor = 1 / Scalar(count)
    if sampling == .full {
      takeAll(predictions, into: residuals, times: factor, atStep: step)
    } else {
      takeBatch(of: count, predictions, atStep: step)
      for unit in 0..<targets.count {
        residuals[unit] = sums[unit] * factor
        sums[unit] = .zero
      }
    }
    let last = targets.count - 1
    residuals[last] = residuals[last].keeping(lastBits)
  }

  /// The residuals of the full batch.
  private func takeAll(
    _ predictions: borrowing LaneStorage<Lanes>, into residuals: borrowing LaneStorage<Lanes>,
    times factor: Scalar, atStep step: Int
  ) {
    @inline(__always)
    func set(_ unit: Int, _ noise: Lanes) {
      residuals[unit] = loss.residual(predictions[unit], targets[unit], noise: noise) * factor
    }
    switch law {
    case .none, .flips, .draws:
      for unit in 0..<targets.count {
        residuals[unit] = loss.residual(predictions[unit], targets[unit]) * factor
      }
    case .rademacher: drawSigns(targets.count, atStep: step, set)
    case .gaussian: drawNormals(targets.count, atStep: step, set)
    case .given(let signs):
      for unit in 0..<targets.count {
        var noise = Lanes()
        for k in 0..<min(16, sampleCount - 16 * unit) {
          noise[k] = signed[signs[step - 1][16 * unit + k] > 0 ? 1 : 0]
        }
        set(unit, noise)
      }
    }
  }

  /// Sums the residuals of a minibatch, draw by draw; a sample that is not drawn has +0.
  private func takeBatch(
    of count: Int, _ predictions: borrowing LaneStorage<Lanes>, atStep step: Int
  ) {
    switch law {
    case .none, .flips, .draws: break
    case .gaussian: drawNormals(perturbations.count, atStep: step) { perturbations[$0] = $1 }
    case .rademacher, .given:
      drawSigns(perturbations.count, atStep: step) { perturbations[$0] = $1 }
    }
    draws.draw(atStep: step)
    for b in 0..<count {
      let i = draws[b]
      // The narrowest vector there is, for one sample.
      typealias One = SIMD2<Scalar>
      let residual = loss.residual(
        One(repeating: predictions.scalar(i)), One(repeating: targets.scalar(i)),
        noise: One(repeating: perturbations.scalar(b)))
      sums.setScalar(i, sums.scalar(i) + residual[0])
    }
  }

  @inline(__always)
  private func drawNormals(
    _ unitCount: Int, atStep step: Int, _ set: (_ unit: Int, _ noise: Lanes) -> Void
  ) {
    let stream = RandomStream(seed: seed, purpose: .labelNoise, step: UInt64(step))
    for unit in 0..<unitCount {
      set(unit, Lanes(rounding: scale * stream.sixteenNormals(at: UInt64(unit))))
    }
  }

  /// Reads one block of words for every 128 signs.
  @inline(__always)
  private func drawSigns(
    _ unitCount: Int, atStep step: Int, _ set: (_ unit: Int, _ noise: Lanes) -> Void
  ) {
    let stream = RandomStream(seed: seed, purpose: .labelNoise, step: UInt64(step))
    let lane = SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    var block = SIMD4<UInt32>()
    for unit in 0..<unitCount {
      if unit % 8 == 0 { block = stream.block(at: UInt64(unit / 8)) }
      let word = block[unit / 2 % 4] &>> UInt32(unit % 2 * 16)
      // The table repeats −δ, +δ, so that bits above the lowest do not matter.
      let noise = Scalar.lookUp(SIMD16(repeating: word) &>> lane, nibble: 0, in: signed)
      set(unit, Scalar.naturalOrder(noise))
    }
  }
}
