import RandomStreams

/// The perturbations ε of a lane-batch's targets at one step: one for every sample of the full
/// batch, or one for every draw of a minibatch.
///
/// Lanes that share a noise seed share the reading of its numbers. Another seed's perturbations are
/// kept off a lane by a mask, so that it holds what it would alone.
struct LabelPerturbations<Lanes: LaneVector>: ~Copyable {
  private let law: LabelLaw
  private let groups: SeedGroups<Lanes>
  /// −δ, then +δ, in the precision of the lanes.
  private let signed: LaneStorage<Lanes>
  /// δ in double precision.
  private let scales: SIMD16<Double>
  /// ε, `[count]`: what the last call of ``draw(atStep:)`` drew.
  let perturbations: LaneStorage<Lanes>

  /// Perturbations of a law, `count` at each step.
  init(_ law: LabelLaw, _ values: LaneValues<Lanes>, count: Int) {
    self.law = law
    groups = SeedGroups(values)
    let delta = values[\.noiseScale]
    signed = LaneStorage([-delta, delta])
    scales = SIMD16(lanes: values.runs.map(\.noiseScale))
    perturbations = LaneStorage(repeating: .zero, count: count)
  }

  /// Whether all perturbations are 0 for ever.
  var isAbsent: Bool { if case .none = law { true } else { false } }

  /// Draws the perturbations of the step leading from θ_{step−1} to θ_step.
  func draw(atStep step: Int) {
    switch law {
    case .none, .flips, .draws: return
    case .rademacher:
      for group in groups.seeds.indices { drawSigns(ofGroup: group, stream(group, step)) }
    case .gaussian:
      for group in groups.seeds.indices { drawNormals(ofGroup: group, stream(group, step)) }
    case .given(let signs):
      precondition(signs[step - 1].count == perturbations.count)
      for i in 0..<perturbations.count {
        perturbations[i] = signed[signs[step - 1][i] > 0 ? 1 : 0]
      }
    }
  }

  private func stream(_ group: Int, _ step: Int) -> RandomStream {
    RandomStream(seed: groups.seeds[group], purpose: .labelNoise, step: UInt64(step))
  }

  /// Reads one block of words for every 128 perturbations.
  private func drawSigns(ofGroup group: Int, _ stream: RandomStream) {
    let mask = groups.mask(ofGroup: group)
    var i = 0
    while i < perturbations.count {
      let words = stream.block(at: UInt64(i / 128))
      for k in 0..<4 {
        var word = words[k]
        let end = min(i + 32, perturbations.count)
        while i < end {
          set(i, signed[Int(word & 1)], ofGroup: group, mask)
          word >>= 1
          i += 1
        }
      }
    }
  }

  private func drawNormals(ofGroup group: Int, _ stream: RandomStream) {
    let mask = groups.mask(ofGroup: group)
    for start in stride(from: 0, to: perturbations.count, by: 16) {
      let normals = stream.sixteenNormals(at: UInt64(start / 16))
      for e in 0..<min(16, perturbations.count - start) {
        set(start + e, Lanes(rounding: scales * normals[e]), ofGroup: group, mask)
      }
    }
  }

  /// The first group may write every lane, since each later one overwrites its own.
  @inline(__always)
  private func set(
    _ index: Int, _ value: Lanes, ofGroup group: Int, _ mask: Lanes.MaskStorage
  ) {
    perturbations[index] =
      group == 0 ? value : perturbations[index].replacing(with: value, whereSet: mask)
  }
}
