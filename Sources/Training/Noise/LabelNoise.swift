import RandomStreams

/// Label noise on a lane-batch: subtracts εᵢ = ±δ from every residual.
///
/// Lanes that share a noise seed share the reading of its bits. A lane of another seed meets a zero
/// meanwhile, which changes no bit of it: a residual is never −0 (Z w and sums of opposite numbers
/// are +0).
struct LabelNoise<Lanes: LaneVector>: ~Copyable {
  private let source: NoiseSource
  private let sampleCount: Int
  private let seeds: [UInt64]
  /// Two entries for every seed: −δ, then +δ, in its lanes; 0 in the others.
  private let perturbations: LaneStorage<Lanes>

  init(_ source: NoiseSource, lanes: [LaneParameters], sampleCount: Int) {
    self.source = source
    self.sampleCount = sampleCount
    let laneSeeds = (0..<Lanes.scalarCount).map { lanes[min($0, lanes.count - 1)].noiseSeed }
    var seeds: [UInt64] = []
    if case .label = source {
      for seed in laneSeeds where !seeds.contains(seed) { seeds.append(seed) }
    } else {
      seeds = [0]
    }
    self.seeds = seeds
    perturbations = LaneStorage(repeating: .zero, count: 2 * seeds.count)
    let delta = Lanes(lanes: lanes.map(\.noiseScale))
    for (s, seed) in seeds.enumerated() {
      var (minus, plus) = (Lanes.zero, Lanes.zero)
      for k in 0..<Lanes.scalarCount where seeds.count == 1 || laneSeeds[k] == seed {
        minus[k] = -delta[k]
        plus[k] = delta[k]
      }
      perturbations[2 * s] = minus
      perturbations[2 * s + 1] = plus
    }
  }

  /// r ← r − ε for the step leading from θ_{step−1} to θ_step.
  func subtract(from residuals: borrowing LaneStorage<Lanes>, atStep step: Int) {
    precondition(residuals.count >= sampleCount)
    switch source {
    case .none: return
    case .label:
      for s in 0..<seeds.count {
        let stream = RandomStream(seed: seeds[s], purpose: .labelNoise, step: UInt64(step))
        subtract(from: residuals, signsOf: stream, perturbation: 2 * s)
      }
    case .given(let signs):
      for i in 0..<sampleCount {
        residuals[i] = residuals[i] - perturbations[signs[step - 1][i] > 0 ? 1 : 0]
      }
    }
  }

  /// Reads one block of words for every 128 samples.
  private func subtract(
    from residuals: borrowing LaneStorage<Lanes>, signsOf stream: RandomStream,
    perturbation first: Int
  ) {
    var i = 0
    while i < sampleCount {
      let words = stream.block(at: UInt64(i / 128))
      for k in 0..<4 {
        var word = words[k]
        let end = min(i + 32, sampleCount)
        while i < end {
          residuals[i] = residuals[i] - perturbations[first + Int(word & 1)]
          word >>= 1
          i += 1
        }
      }
    }
  }
}
