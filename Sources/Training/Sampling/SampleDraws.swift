import RandomStreams

/// The samples of a minibatch, drawn with one noise seed.
///
/// Addresses, of purpose `minibatch`:
///
///     with replacement      draw b is the integer below n at index b of step k
///     without replacement   0, 1, …, n − 1, of which for t = 0, …, B − 1 entry t is exchanged with entry
///                           t + the integer below n − t at index t of step k; draw b is entry b
///     shuffled              the same with t = 0, …, n − 2 at step 2⁵⁵ + e in epoch e = 0, 1, …; of its
///                           step s, from 0, draw b is entry sB + b
///
/// An epoch is found from the step alone, so that a suspended run needs no state.
final class SampleDraws {
  private let sampling: Sampling
  private let seed: UInt64
  private let sampleCount: Int
  /// What was drawn last, shape `[B]`.
  private let drawn: LaneStorage<Int>
  /// The samples in the order of an epoch, or in their own between steps without replacement.
  private let order: LaneStorage<Int>
  /// The partners of exchanges.
  private let partners: LaneStorage<Int>
  private var epoch = -1

  init(_ sampling: Sampling, sampleCount: Int, seed: UInt64) {
    self.sampling = sampling
    self.seed = seed
    self.sampleCount = sampleCount
    let batch = sampling.batch ?? 0
    drawn = LaneStorage(repeating: 0, count: batch)
    switch sampling {
    case .full, .withReplacement: order = LaneStorage(repeating: 0, count: 0)
    case .withoutReplacement, .shuffled: order = LaneStorage(Array(0..<sampleCount))
    }
    partners = LaneStorage(repeating: 0, count: order.count)
  }

  /// The sample of draw b of the last step.
  @inline(__always)
  subscript(draw: Int) -> Int { drawn[draw] }

  /// Draws the samples of the step leading from θ_{step−1} to θ_step.
  func draw(atStep step: Int) {
    switch sampling {
    case .full: return
    case .withReplacement(let batch):
      let stream = RandomStream(seed: seed, purpose: .minibatch, step: UInt64(step))
      for first in stride(from: 0, to: batch, by: 8) {
        let samples = stream.eightIntegers(below: UInt64(sampleCount), at: UInt64(first / 8))
        for k in 0..<min(8, batch - first) { drawn[first &+ k] = Int(samples[k]) }
      }
    case .withoutReplacement(let batch):
      shuffle(batch, RandomStream(seed: seed, purpose: .minibatch, step: UInt64(step)))
      for b in 0..<batch { drawn[b] = order[b] }
      for t in (0..<batch).reversed() { exchange(t, partners[t]) }
    case .shuffled(let batch):
      let stepsOfEpoch = sampling.stepsOfEpoch(of: sampleCount)
      begin(epoch: (step - 1) / stepsOfEpoch)
      let first = (step - 1) % stepsOfEpoch * batch
      for b in 0..<min(batch, sampleCount - first) { drawn[b] = order[first + b] }
    }
  }

  private func begin(epoch: Int) {
    if epoch == self.epoch { return }
    self.epoch = epoch
    for i in 0..<sampleCount { order[i] = i }
    shuffle(
      sampleCount - 1,
      RandomStream(seed: seed, purpose: .minibatch, step: 1 << 55 + UInt64(epoch)))
  }

  /// The head of a Fisher–Yates shuffle of as many entries.
  private func shuffle(_ count: Int, _ stream: RandomStream) {
    for t in 0..<count {
      partners[t] = t + Int(stream.integer(below: UInt64(sampleCount - t), at: UInt64(t)))
      exchange(t, partners[t])
    }
  }

  private func exchange(_ a: Int, _ b: Int) {
    let entry = order[a]
    order[a] = order[b]
    order[b] = entry
  }
}
