/// Classes as a step sees them, where they are drawn: a label for each draw, as probabilities of 0 and 1.
///
/// A flip of class y is to (y + 1 + ⌊u₂ (K − 1)⌋) mod K where u₁ < p. A draw is of the first class c with
/// u₁ < q₀ + … + q_c, sums in sequence, or the last one that has a probability.
final class DrawnClasses<Lanes: LaneVector> {
  /// The label of each sample, shape `[n · K]`, of draws in their order the last.
  let labels: LaneStorage<Lanes>
  private let classes: ClassTargets
  private let mostProbable: [Int]
  private let isFlipped: Bool
  private let uniforms: [LabelUniforms]
  /// The lanes of each group, with p of their runs.
  private let lanes: [[(lane: Int, probability: Double)]]

  /// - Parameters:
  ///   - law: What is drawn; nil comes of one that draws nothing.
  ///   - classes: The probabilities of the data.
  ///   - count: Draws of a step.
  ///   - groups: The lanes by noise seed.
  ///   - values: The runs.
  init?(
    _ law: LabelLaw, _ classes: ClassTargets, count: Int, _ groups: SeedGroups<Lanes>,
    _ values: LaneValues<Lanes>
  ) {
    switch law {
    case .flips: isFlipped = true
    case .draws: isFlipped = false
    case .none, .rademacher, .gaussian, .given: return nil
    }
    self.classes = classes
    mostProbable = classes.mostProbable.map { Int($0) }
    uniforms = groups.seeds.map { LabelUniforms(seed: $0, count: count) }
    labels = LaneStorage(repeating: .zero, count: classes.probabilities.count)
    let runs = values.runs
    lanes = groups.seeds.map { seed in
      (0..<Lanes.scalarCount).compactMap { lane in
        let run = runs[min(lane, runs.count - 1)]
        return run.noiseSeed == seed ? (lane, run.noiseScale) : nil
      }
    }
  }

  /// Draws the numbers of the step leading from θ_{step−1} to θ_step.
  func draw(atStep step: Int) { for numbers in uniforms { numbers.draw(atStep: step) } }

  /// Sets the label of a sample, in the lanes of a group, to that of a draw.
  func set(sample i: Int, toDraw b: Int, ofGroup group: Int) {
    let (uniforms, count) = (uniforms[group][b], classes.count)
    let own = isFlipped ? mostProbable[i] : drawn(ofSample: i, uniforms.first)
    let other = (own + 1 + Int(uniforms.second * Double(count - 1))) % count
    for (lane, probability) in lanes[group] {
      let label = isFlipped && uniforms.first < probability ? other : own
      for c in 0..<count {
        labels.setScalar((i &* count &+ c) &* Lanes.scalarCount &+ lane, c == label ? 1 : 0)
      }
    }
  }

  private func drawn(ofSample i: Int, _ uniform: Double) -> Int {
    var (sum, last) = (0.0, 0)
    for c in 0..<classes.count {
      let q = classes.probabilities[i * classes.count + c]
      if q == 0 { continue }
      sum += q
      last = c
      if uniform < sum { break }
    }
    return last
  }
}
