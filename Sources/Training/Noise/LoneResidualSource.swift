import RandomStreams

/// Turns a step's predictions of a single run into scaled residuals, sixteen samples at a time.
///
/// The canonical order is that of ``ResidualSource``.
struct LoneResidualSource<Scalar: LookupScalar>: ~Copyable {
  typealias Lanes = SIMD16<Scalar>

  private enum Law {
    case none, rademacher, gaussian
    case given(signs: [[Int8]])
  }

  private let sampleCount: Int
  /// The lanes of the last vector that hold samples.
  private let lastBits: Lanes.Bits
  private let targets: LaneStorage<Lanes>
  private let law: Law
  private let seed: UInt64
  private let scale: Double
  /// −δ at even, +δ at odd indices.
  private let signed: Lanes
  /// 1/n.
  private let factor: Scalar

  /// The source, or nil for noise that is not drawn sample by sample.
  init?(_ source: NoiseSource, targets: [Double], lane: LaneParameters) {
    switch source {
    case .none: law = .none
    case .label(.rademacher, nil): law = .rademacher
    case .label(.gaussian, nil): law = .gaussian
    case .given(let signs): law = .given(signs: signs)
    case .label, .gradient: return nil
    }
    sampleCount = targets.count
    lastBits = Lanes.bitsOfLast(ofCount: sampleCount)
    self.targets = LaneStorage(
      stride(from: 0, to: targets.count, by: 16).map { first in
        Lanes((0..<16).map { Scalar(targets[min(first + $0, targets.count - 1)]) })
      })
    seed = lane.noiseSeed
    scale = lane.noiseScale
    let delta = Scalar(lane.noiseScale)
    signed = Lanes((0..<16).map { $0 % 2 == 1 ? delta : -delta })
    factor = 1 / Scalar(targets.count)
  }

  /// Writes the residuals r of the predictions f for the step leading from
  /// θ_{step−1} to θ_step; those beyond the last sample are +0.
  func write(
    _ residuals: borrowing LaneStorage<Lanes>, of predictions: borrowing LaneStorage<Lanes>,
    atStep step: Int
  ) {
    precondition(residuals.count >= targets.count && predictions.count >= targets.count)
    let stream = RandomStream(seed: seed, purpose: .labelNoise, step: UInt64(step))
    switch law {
    case .none:
      for unit in 0..<targets.count {
        residuals[unit] = (predictions[unit] - targets[unit]) * factor
      }
    case .rademacher: writeWithSigns(residuals, predictions, stream)
    case .gaussian:
      for unit in 0..<targets.count {
        let noise = Lanes(rounding: scale * stream.sixteenNormals(at: UInt64(unit)))
        set(residuals, predictions, unit, noise)
      }
    case .given(let signs):
      for unit in 0..<targets.count {
        var noise = Lanes()
        for k in 0..<min(16, sampleCount - 16 * unit) {
          noise[k] = signed[signs[step - 1][16 * unit + k] > 0 ? 1 : 0]
        }
        set(residuals, predictions, unit, noise)
      }
    }
    let last = targets.count - 1
    residuals[last] = residuals[last].keeping(lastBits)
  }

  /// Reads one block of words for every 128 samples.
  private func writeWithSigns(
    _ residuals: borrowing LaneStorage<Lanes>, _ predictions: borrowing LaneStorage<Lanes>,
    _ stream: RandomStream
  ) {
    let lane = SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    var block = SIMD4<UInt32>()
    for unit in 0..<targets.count {
      if unit % 8 == 0 { block = stream.block(at: UInt64(unit / 8)) }
      let word = block[unit / 2 % 4] &>> UInt32(unit % 2 * 16)
      // The table repeats −δ, +δ, so that bits above the lowest do not matter.
      let noise = Scalar.lookUp(SIMD16(repeating: word) &>> lane, nibble: 0, in: signed)
      set(residuals, predictions, unit, Scalar.naturalOrder(noise))
    }
  }

  @inline(__always)
  private func set(
    _ residuals: borrowing LaneStorage<Lanes>, _ predictions: borrowing LaneStorage<Lanes>,
    _ unit: Int, _ noise: Lanes
  ) {
    residuals[unit] =
      ((predictions[unit] - targets[unit]) - noise) * factor
  }
}
