import RandomStreams

/// Gaussian noise on the gradient of a run by itself, sixteen parameters at a time.
///
/// The canonical order is that of ``LaneGradientNoise``.
final class LoneGradientNoise<Scalar: LookupScalar> {
  typealias Lanes = SIMD16<Scalar>

  private let seed: UInt64
  /// σ of the parameters in order, sixteen in a vector.
  private let scales: LaneStorage<SIMD16<Double>>
  /// The noise of the parameters in order, and a vector's length that is read beyond the last.
  private let noise: LaneStorage<Lanes>
  private let layout: LoneLayout
  private let diffusion: DiffusionScale?

  /// √(2 η_k T) in the place of σ, for a pass over θ.
  ///
  /// - Parameters:
  ///   - configuration: That of the run alone.
  ///   - run: The run.
  ///   - layout: Where its parameters lie.
  init(diffusing configuration: TrainingConfiguration, _ run: LaneParameters, _ layout: LoneLayout)
  {
    seed = run.noiseSeed
    scales = LaneStorage(repeating: .zero, count: (layout.parameterCount + 15) / 16)
    noise = LaneStorage(repeating: .zero, count: scales.count + 1)
    self.layout = layout
    diffusion = DiffusionScale(configuration)
  }

  /// The noise of a law, or nil where there is none.
  init?(_ law: GradientLaw?, _ run: LaneParameters, _ layout: LoneLayout) {
    guard case .gaussian(let scales) = law else { return nil }
    let count = layout.parameterCount
    let ofEach = scales ?? Array(repeating: run.noiseScale, count: count)
    precondition(ofEach.count == count)
    seed = run.noiseSeed
    self.scales = LaneStorage(
      stride(from: 0, to: count, by: 16).map { first in
        SIMD16(lanes: Array(ofEach[first..<min(first + 16, count)]))
      })
    noise = LaneStorage(repeating: .zero, count: self.scales.count + 1)
    self.layout = layout
    diffusion = nil
  }

  /// What a step calls.
  var perturbation: GradientPerturbation<Lanes> {
    { [self] in add(to: $0, atStep: $1) }
  }

  /// See ``GradientPerturbation``.
  private func add(to gradient: borrowing LaneStorage<Lanes>, atStep step: Int) {
    precondition(gradient.count == layout.vectorCount)
    let stream = RandomStream(seed: seed, purpose: .gradientNoise, step: UInt64(step))
    let common = diffusion?(step)
    for group in 0..<scales.count {
      let scale = common ?? scales[group]
      noise[group] = Lanes(rounding: scale * stream.sixteenNormals(at: UInt64(group)))
    }
    for part in 0..<layout.partCount {
      let first = part * layout.vectorsOfPart
      for k in 0..<layout.vectorsOfPart {
        let perturbation = noise.load(part * layout.partLength + 16 * k, as: Lanes.self)
        gradient[first + k] = gradient[first + k] + perturbation
      }
      gradient.repeatLast(of: 16 * first..<16 * first + layout.partLength)
    }
  }
}
