import Formulas
import Testing

@testable import Training

/// Training on minibatches of every kind, beside every noise.
@Suite struct BatchTrainingTests {
  private static let samplings: [Sampling] = [
    .withReplacement(1), .withReplacement(30), .withoutReplacement(4), .withoutReplacement(21),
    .shuffled(1), .shuffled(8), .shuffled(21),
  ]
  private static let noises: [NoiseSource] = [
    .none, .label(), .label(distribution: .gaussian), .gradient(), .langevin,
  ]

  private func batch(
    _ model: Model, _ sampling: Sampling, _ noise: NoiseSource, design: DesignKind = .gaussian,
    precision: Precision = .float64, count: Int = 6, steps: Int = 9
  ) -> TrainingConfiguration {
    var batch = configuration(
      design: design, model: model, optimizer: .adam, precision: precision, noise: noise,
      lanes: variedLanes(count), steps: steps, snapshotSteps: [steps])
    batch.batches = sampling
    return batch
  }

  /// The plain scalar loops of the reference.
  @Test(arguments: Model.samples)
  func lanesHaveTheBitsOfTheScalarReference(model: Model) {
    for sampling in Self.samplings {
      for noise in Self.noises {
        let double = batch(model, sampling, noise)
        for snapshot in trained(double).snapshots {
          var reference = ScalarReference<Double>(double, lane: snapshot.lane)
          _ = reference.train(steps: double.steps)
          #expect(bits(snapshot.theta) == bits(reference.theta), "\(sampling) \(noise)")
        }
        let single = batch(model, sampling, noise, precision: .float32)
        for snapshot in trained(single).snapshots {
          var reference = ScalarReference<Float>(single, lane: snapshot.lane)
          _ = reference.train(steps: single.steps)
          #expect(
            bits(snapshot.theta) == bits(reference.theta.map { Double($0) }),
            "\(sampling) \(noise)")
        }
      }
    }
  }

  /// Lone runs, and runs that were suspended in mid-epoch: the same bits.
  @Test(arguments: samplings)
  func aRunDependsOnItselfAlone(sampling: Sampling) {
    for model in Model.samples {
      for design in [DesignKind.sign, .gaussian] {
        let all = batch(model, sampling, .label(), design: design, count: 16)
        let side = makeLaneGroups(all, layout: .runsInLanes)[0]
        side.advance(9)
        for (k, run) in makeLaneGroups(all, layout: .parametersInLanes).enumerated() {
          run.advance(4)
          let resumed = makeLaneGroups(
            selecting([all.lanes[k]], of: all), layout: .parametersInLanes)[0]
          resumed.resume([run.state(0)], 4)
          run.advance(9)
          resumed.advance(9)
          #expect(run.state(0) == side.state(k))
          #expect(resumed.state(0) == side.state(k))
        }
      }
    }
  }

  /// All samples, each once, are the full batch.
  @Test func aBatchOfAllSamplesIsTheFullBatch() {
    for sampling in [Sampling.withoutReplacement(21), .shuffled(21)] {
      let batch = batch(.diagonalNet(dimension: 9), sampling, .none)
      var full = batch
      full.batches = nil
      #expect(trained(batch).snapshots == trained(full).snapshots)
    }
  }

  /// B in `batches` and B of label noise draw the same.
  @Test func theNoiseMaySayTheBatch() {
    let batch = batch(.diagonalNet(dimension: 9), .withReplacement(5), .label())
    var ofNoise = batch
    ofNoise.batches = nil
    ofNoise.noise = .label(batch: 5)
    #expect(trained(batch).snapshots == trained(ofNoise).snapshots)
  }

  /// The mean residual over the steps of an epoch is that of the full batch where θ stays.
  @Test func anEpochOfClassesIsTheFullBatch() {
    let (loss, values) = (CrossEntropy(), LaneValues<SIMD4<Double>>(runs: variedLanes(4)))
    let classes = ClassTargets(
      (0..<7).flatMap { i in (0..<3).map { $0 == i % 3 ? 1.0 : 0 } }, count: 3)
    let predictions = LaneStorage<SIMD4<Double>>(
      (0..<21).map { SIMD4(Double($0 % 5), 1, -Double($0 % 4), 0.3 * Double($0)) })
    func residuals(_ sampling: Sampling, _ step: Int) -> [SIMD4<Double>] {
      let source = ClassResidualSource(loss, sampling, classes, values)
      let result = LaneStorage<SIMD4<Double>>(repeating: .zero, count: 21)
      source.write(result, of: predictions, atStep: step)
      return (0..<21).map { result[$0] }
    }
    let full = residuals(.full, 1)
    var sums = Array(repeating: SIMD4<Double>.zero, count: 21)
    for step in 1...4 {
      let count = Double(Sampling.shuffled(2).count(atStep: step, of: 7))
      for (c, r) in residuals(.shuffled(2), step).enumerated() { sums[c] += r * count / 7 }
    }
    for c in 0..<21 {
      for k in 0..<4 { #expect(abs(sums[c][k] - full[c][k]) < 1e-15) }
    }
  }
}
