import RandomStreams

/// Labels of ±1 as a step sees them, where they are not what the data say.
enum SignLabels: Hashable, Sendable {
  /// y, turned with the run's probability p: where the uniform number is less than p.
  case flipped([Double])
  /// +1 where the uniform number is less than the sample's q.
  case drawn([Double])
  /// Both at once, with the weights q and 1 − q.
  case weighed([Double])

  /// Those of a law, or nil where they are the targets.
  init?(_ law: LabelLaw, targets: [Double], probabilities: [Double]?) {
    switch (law, probabilities) {
    case (.flips, _): self = .flipped(targets)
    case (.draws, let q?): self = .drawn(q)
    case (_, let q?): self = .weighed(q)
    case (_, nil): return nil
    }
  }

  /// The label of a sample.
  ///
  /// - Parameters:
  ///   - i: The sample.
  ///   - uniform: The draw's number in [0, 1).
  ///   - p: The run's probability of a flip.
  /// - Returns: ±1; 1 where both are weighed.
  @inline(__always)
  func label(ofSample i: Int, _ uniform: Double, _ p: Double) -> Double {
    switch self {
    case .flipped(let y): uniform < p ? -y[i] : y[i]
    case .drawn(let q): uniform < q[i] ? 1 : -1
    case .weighed: 1
    }
  }

  /// The weights of +1 where both are weighed.
  var weights: [Double]? { if case .weighed(let q) = self { q } else { nil } }
}

/// The uniform numbers of the labels of one noise seed: of draw b the first at index b of label noise says
/// whether, the second which other class.
final class LabelUniforms {
  private let seed: UInt64
  /// Shape `[count]`.
  private let first: LaneStorage<Double>
  private let second: LaneStorage<Double>

  init(seed: UInt64, count: Int) {
    self.seed = seed
    first = LaneStorage(repeating: 0, count: count)
    second = LaneStorage(repeating: 0, count: count)
  }

  /// Draws those of the step leading from θ_{step−1} to θ_step.
  func draw(atStep step: Int) {
    let stream = RandomStream(seed: seed, purpose: .labelNoise, step: UInt64(step))
    for b in 0..<first.count {
      let uniforms = stream.uniforms(at: UInt64(b))
      first[b] = uniforms.first
      second[b] = uniforms.second
    }
  }

  @inline(__always)
  subscript(draw: Int) -> (first: Double, second: Double) { (first[draw], second[draw]) }
}

extension ScalarLoss {
  /// q ℓ′(f, 1) + (1 − q) ℓ′(f, −1), the first product fused.
  @inline(__always)
  func residual<Lanes: LaneVector>(_ f: Lanes, weight q: Lanes) -> Lanes {
    let one = Lanes(repeating: 1)
    return ((one - q) * residual(f, -one)).addingProduct(q, residual(f, one))
  }
}
