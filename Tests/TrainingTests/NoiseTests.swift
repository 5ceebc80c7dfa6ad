import RandomStreams
import Testing
import Training

/// Draws read off single sgd steps, straight from the addresses documented at `RandomStream`.
@Suite struct NoiseTests {
  /// n = d = 1, z = 1, y = 0, θ = (1, 0), η = 1: u₁ = 1 − 2 r and r = 1 − ε.
  @Test func gaussianLabelNoiseComesFromItsAddress() {
    for seed in 0..<20 as Range<UInt64> {
      let problem = RegressionProblem(design: [1], targets: [0], truth: nil)
      let result = trained(
        TrainingConfiguration(
          problem: problem, model: .diagonalNet(dimension: 1), optimizer: .sgd,
          precision: .float64, noise: .label(distribution: .gaussian),
          initialParameters: [1, 0],
          lanes: [0.5, 0.25].map {
            LaneParameters(stepSize: 1, noiseScale: $0, noiseSeed: seed)
          }, steps: 1, snapshotSteps: [1]))
      let x = RandomStream(seed: seed, purpose: .labelNoise, step: 1).normal(at: 0)
      #expect(result.snapshots[0].theta == [(1.0).addingProduct(-1, 2 * (1 - 0.5 * x)), 0])
      #expect(result.snapshots[1].theta == [(1.0).addingProduct(-1, 2 * (1 - 0.25 * x)), 0])
    }
  }

  /// With the unit matrix for design and u = 1 every sample moves its own coordinate:
  /// uᵢ = 1 − 2 rᵢ, so that noiseless residuals 1 show how often each sample was drawn.
  @Test func minibatchesAreDrawnFromTheirAddresses() {
    let (n, batch) = (8, 32)
    let unit = (0..<n * n).map { $0 % (n + 1) == 0 ? 1.0 : 0 }
    let seeds: [UInt64] = [3, 4, 3, 5]
    let result = trained(
      TrainingConfiguration(
        problem: RegressionProblem(
          design: unit, targets: Array(repeating: 0, count: n), truth: nil),
        model: .diagonalNet(dimension: n), optimizer: .sgd, precision: .float64,
        noise: .label(batch: batch),
        initialParameters: Array(repeating: 1, count: n) + Array(repeating: 0, count: n),
        lanes: seeds.map { LaneParameters(stepSize: 1, noiseSeed: $0) }, steps: 1,
        snapshotSteps: [1]))
    for (k, seed) in seeds.enumerated() {
      let stream = RandomStream(seed: seed, purpose: .minibatch, step: 1)
      var counts = Array(repeating: 0.0, count: n)
      for b in 0..<batch { counts[Int(stream.integer(below: UInt64(n), at: UInt64(b)))] += 1 }
      // Counts, 1/32 and their doubles are exact.
      #expect(
        Array(result.snapshots[k].theta.prefix(n)) == counts.map { 1 - 2 * $0 / Double(batch) })
    }
    #expect(result.snapshots[0].theta != result.snapshots[1].theta)
  }

  /// Without a gradient from the data (θ = 0) a step is the noise alone.
  @Test(arguments: Model.products)
  func gradientNoiseComesFromItsAddress(model: Model) {
    let lanes = [(0.5, 3), (0.25, 3), (0.5, 7)].map { (sigma: Double, seed: Int) in
      LaneParameters(stepSize: 1, noiseScale: sigma, noiseSeed: UInt64(seed))
    }
    let scales = (0..<model.parameterCount).map { Double($0) }
    for given in [nil, scales] {
      var batch = configuration(
        model: model, optimizer: .sgd, noise: .gradient(scales: given), lanes: lanes, steps: 1,
        snapshotSteps: [1])
      batch.initialParameters = Array(repeating: 0, count: model.parameterCount)
      for (snapshot, lane) in zip(trained(batch).snapshots, lanes) {
        let stream = RandomStream(seed: lane.noiseSeed, purpose: .gradientNoise, step: 1)
        for (j, theta) in snapshot.theta.enumerated() {
          let sigma = given?[j] ?? lane.noiseScale
          #expect(theta == -(sigma * stream.normal(at: UInt64(j))))
        }
      }
    }
  }

  /// Gradient noise is part of g when the moments take it in: v = (1 − β₂) (σ x)² after a step
  /// from θ = 0.
  @Test func gradientNoiseEntersTheSecondMoment() {
    var batch = configuration(
      optimizer: .adam, noise: .gradient(),
      lanes: [LaneParameters(stepSize: 0.1, oneMinusBeta2: 0.25, noiseScale: 0.5)], steps: 1,
      snapshotSteps: [1])
    batch.initialParameters = Array(repeating: 0, count: 74)
    let stream = RandomStream(seed: 0, purpose: .gradientNoise, step: 1)
    for (j, v) in trained(batch).snapshots[0].secondMoment.enumerated() {
      let g = 0.5 * stream.normal(at: UInt64(j))
      #expect(v == 0.25 * (g * g))
    }
  }
}
