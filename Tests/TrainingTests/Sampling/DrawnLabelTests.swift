import ElementaryFunctions
import Formulas
import RandomStreams
import TestSupport
import Testing

@testable import Training

/// Labels that are drawn anew at each step, and the noise of minibatches with a strength of its own.
@Suite struct DrawnLabelTests {
  private static let samplings: [Sampling?] = [
    nil, .withReplacement(30), .withoutReplacement(5), .shuffled(8),
  ]

  private func lanes(_ count: Int) -> [LaneParameters] {
    variedLanes(count).enumerated().map { k, run in
      var run = run
      run.noiseScale = [0.2, 0, 1, 0.45, 0.3][k % 5]
      return run
    }
  }

  /// Logistic regression of 21 samples, whose labels are soft or not.
  private func signs(
    _ noise: NoiseSource, _ sampling: Sampling? = nil, isSoft: Bool = false,
    loss: Loss = .logistic, precision: Precision = .float64, count: Int = 7, steps: Int = 9
  ) -> TrainingConfiguration {
    var batch = configuration(
      design: .gaussian, model: .linear(dimension: 11), optimizer: .adam, precision: precision,
      noise: noise, lanes: lanes(count), steps: steps, snapshotSteps: [steps])
    batch.loss = loss
    batch.problem = batch.problem.withSignsAsTargets()
    if isSoft {
      batch.problem = batch.problem.withSignProbabilities(
        (0..<21).map { [0, 0.125, 0.5, 0.9, 1][$0 % 5] })
    }
    batch.batches = sampling
    return batch
  }

  /// Three classes of 13 samples.
  private func classes(
    _ noise: NoiseSource, _ sampling: Sampling? = nil, isSoft: Bool = false,
    precision: Precision = .float64, count: Int = 7, steps: Int = 9
  ) throws -> TrainingConfiguration {
    let blocks = [
      ModelText.Block(name: "W", extents: ["outputs", "inputs"], starts: [.normal("0.5")])
    ]
    let model = Model(
      FormulaKind<WrittenFormula>(
        try GraphModel(
          ModelText(blocks: blocks, prediction: "W @ x"), input: .vector(4), outputs: 3,
          samples: 13)))
    var problem = try RegressionProblem.generated(
      design: .gaussian, samples: 13,
      truth: .target("where(x[0] > 0.3, 2, where(x[1] > 0, 1, 0))", input: .vector(4)), dataSeed: 3,
      outputs: 3
    ).withClassesAsTargets(3)
    if isSoft {
      let rows: [[Double]] = [[0.5, 0.25, 0.25], [0, 0.75, 0.25], [1, 0, 0]]
      problem = try problem.withProbabilities(
        ClassTargets((0..<13).flatMap { rows[$0 % 3] }, count: 3))
    }
    return TrainingConfiguration(
      problem: problem, model: model, loss: .crossEntropy, optimizer: .adam, precision: precision,
      noise: noise, batches: sampling, initialParameters: model.initialParameters(seed: 2),
      lanes: lanes(count), steps: steps, snapshotSteps: [steps])
  }

  /// Every noise of this kind beside every way to take samples.
  private func all(_ precision: Precision, count: Int = 7) throws -> [TrainingConfiguration] {
    var batches: [TrainingConfiguration] = []
    for sampling in Self.samplings {
      batches.append(signs(.flips, sampling, precision: precision, count: count))
      batches.append(
        signs(.flips, sampling, loss: .exponential, precision: precision, count: count))
      batches.append(signs(.draws, sampling, isSoft: true, precision: precision, count: count))
      batches.append(signs(.none, sampling, isSoft: true, precision: precision, count: count))
      batches.append(try classes(.flips, sampling, precision: precision, count: count))
      batches.append(
        try classes(.draws, sampling, isSoft: true, precision: precision, count: count))
    }
    let deviation = NoiseSource.minibatch(size: 6)
    batches.append(signs(deviation, precision: precision, count: count))
    batches.append(signs(deviation, loss: .squared, precision: precision, count: count))
    batches.append(try classes(deviation, precision: precision, count: count))
    return batches
  }

  private func thetas(_ batch: TrainingConfiguration) -> [[UInt64]] {
    trained(batch).snapshots.map { bits($0.theta) }
  }

  // MARK: The same bits

  @Test(arguments: [Precision.float64, .float32])
  func aRunDependsOnItselfAlone(precision: Precision) throws {
    for batch in try all(precision, count: 11) {
      let (runs, label) = (batch.lanes, "\(batch.noise) \(batch.sampling) \(batch.loss.name)")
      let together = thetas(batch)
      #expect(together.count == 11, "\(label)")
      let backward = thetas(selecting(runs.reversed(), of: batch))
      #expect(Array(backward.reversed()) == together, "\(label)")
      for size in [1, 2, 4, 6, 9] {
        let part = thetas(selecting(Array(runs[2..<2 + size]), of: batch))
        #expect(part == Array(together[2..<2 + size]), "\(label), \(size)")
      }
    }
  }

  @Test(arguments: [Precision.float64, .float32])
  func aRunByItselfHasTheBitsOfOneInALane(precision: Precision) throws {
    for batch in try all(precision, count: 3) where batch.model.kind.loneLayout != nil {
      let side = makeLaneGroups(batch, layout: .runsInLanes)[0]
      side.advance(9)
      for (k, run) in makeLaneGroups(batch, layout: .parametersInLanes).enumerated() {
        run.advance(5)
        let state = run.state(0)
        let resumed = makeLaneGroups(batch, layout: .parametersInLanes)[k]
        resumed.resume([state], 5)
        resumed.advance(9)
        #expect(resumed.state(0) == side.state(k), "\(batch.noise) \(batch.sampling)")
      }
    }
  }

  @Test func aSuspendedRunGoesOn() throws {
    for batch in try all(.float64) {
      var (snapshots, state): ([Snapshot], TrainingState?) = ([], nil)
      loop: while true {
        let outcome = train(
          batch, from: state, askingEvery: 4, recording: { snapshots.append($0) },
          shouldContinue: { _ in false })
        switch outcome {
        case .finished: break loop
        case .suspended(let next): state = TrainingState(bytes: next.bytes)
        }
      }
      #expect(snapshots == trained(batch).snapshots, "\(batch.noise) \(batch.sampling)")
    }
  }

  // MARK: What is drawn

  /// θ = 0 and η = 1 in one step: w = Σ y_i x_i / 2n, labels read off unit samples.
  private func labels(
    _ noise: NoiseSource, probabilities: [Double]? = nil, p: [Double], seed: UInt64, n: Int
  ) -> [[Double]] {
    let unit = (0..<n * n).map { $0 % (n + 1) == 0 ? 1.0 : 0 }
    var problem = RegressionProblem(
      design: unit, targets: (0..<n).map { $0 % 3 == 0 ? -1 : 1 }, truth: nil)
    if let probabilities { problem = problem.withSignProbabilities(probabilities) }
    let configuration = TrainingConfiguration(
      problem: problem, model: .linear(dimension: n), loss: .logistic, optimizer: .sgd,
      precision: .float64, noise: noise, initialParameters: Array(repeating: 0, count: n),
      lanes: p.map { LaneParameters(stepSize: 1, noiseScale: $0, noiseSeed: seed) }, steps: 1,
      snapshotSteps: [1])
    return trained(configuration).snapshots.map { $0.theta.map { $0 * Double(2 * n) } }
  }

  @Test func flipsComeFromTheirAddresses() {
    for seed in 5..<9 as Range<UInt64> {
      let stream = RandomStream(seed: seed, purpose: .labelNoise, step: 1)
      let p = [0, 0.25, 1, 0.75]
      for (found, p) in zip(labels(.flips, p: p, seed: seed, n: 32), p) {
        for i in 0..<32 {
          let y: Double = i % 3 == 0 ? -1 : 1
          #expect(found[i] == (stream.uniforms(at: UInt64(i)).first < p ? -y : y))
        }
      }
    }
  }

  @Test func drawsComeFromTheirAddresses() {
    let q = (0..<32).map { Double($0) / 31 }
    let stream = RandomStream(seed: 4, purpose: .labelNoise, step: 1)
    let found = labels(.draws, probabilities: q, p: [0], seed: 4, n: 32)[0]
    for i in 0..<32 { #expect(found[i] == (stream.uniforms(at: UInt64(i)).first < q[i] ? 1 : -1)) }
    #expect(found[0] == -1 && found[31] == 1)
  }

  /// Frequencies of classes over many steps are the probabilities.
  @Test func classesHaveTheirProbabilities() throws {
    let probabilities = [0.5, 0.25, 0.25, 0, 1, 0, 0.1, 0, 0.9]
    let values = LaneValues<SIMD4<Double>>(
      runs: [0.3, 0.9].map { LaneParameters(stepSize: 1, noiseScale: $0, noiseSeed: 3) })
    for law in [LabelLaw.flips, .draws] {
      let drawn = try #require(
        DrawnClasses(
          law, ClassTargets(probabilities, count: 3), count: 3, SeedGroups(values), values))
      var sums = Array(repeating: SIMD4<Double>.zero, count: 9)
      let steps = 20_000
      for step in 1...steps {
        drawn.draw(atStep: step)
        for i in 0..<3 { drawn.set(sample: i, toDraw: i, ofGroup: 0) }
        for c in 0..<9 { sums[c] += drawn.labels[c] }
      }
      for c in 0..<9 {
        for (lane, p) in [0.3, 0.9].enumerated() {
          let isOwn = c == [0, 4, 8][c / 3]
          let expected = law == .draws ? probabilities[c] : isOwn ? 1 - p : p / 2
          #expect(abs(sums[c][lane] / Double(steps) - expected) < 0.015, "\(law) \(c) \(lane)")
        }
      }
    }
  }

  @Test func noFlipsAndNoDeviationAreNoNoise() throws {
    for (noisy, plain) in [
      (signs(.flips), signs(.none)), (signs(.flips, .shuffled(8)), signs(.none, .shuffled(8))),
      (try classes(.flips), try classes(.none)),
      (signs(.minibatch(size: 6)), signs(.none)),
    ] {
      let (a, b) = (thetas(noisy), thetas(plain))
      // Runs 1 and 6 have p = s = 0.
      for k in 0..<7 { #expect((a[k] == b[k]) == (k == 1 || k == 6), "\(noisy.noise) \(k)") }
    }
  }

  /// Labels that are certain are those of the data: drawn, or weighed.
  @Test func certainProbabilitiesAreKnownLabels() throws {
    let plain = signs(.none)
    for noise in [NoiseSource.draws, .none] {
      var soft = signs(noise)
      soft.problem = soft.problem.withSignProbabilities(
        soft.problem.targets.map { $0 > 0 ? 1 : 0 })
      #expect(thetas(soft) == thetas(plain))
    }
    #expect(thetas(try classes(.draws)) == thetas(try classes(.none)))
  }

  /// A scale of 1 takes the draws of a minibatch, up to rounding.
  @Test func aScaleOfOneIsAMinibatch() throws {
    for (deviating, batched) in [
      (signs(.minibatch(size: 6)), signs(.none, .withReplacement(6))),
      (
        signs(.minibatch(size: 30), loss: .squared),
        signs(.none, .withReplacement(30), loss: .squared)
      ),
      (try classes(.minibatch(size: 6)), try classes(.none, .withReplacement(6))),
    ] {
      for k in [2] {
        let (a, b) = (trained(deviating).snapshots[k].theta, trained(batched).snapshots[k].theta)
        #expect(deviation(a, b) < 1e-12)
      }
    }
  }

  // MARK: The mean loss

  private func observation(
    _ batch: TrainingConfiguration, _ theta: [Double], strength: Double
  ) -> Observation {
    Observation(
      theta: theta, memory: [:], problem: batch.noise.averaging(batch.problem, strength: strength),
      model: batch.model, loss: batch.loss,
      settings: ObservableSettings(exponent: 0, supportThreshold: 0.01))
  }

  /// The mean of many steps from one θ, each with its own labels, is a step along the gradient of the mean
  /// loss.
  @Test func theMeanGradientIsThatOfTheMeanLoss() throws {
    for var batch in [
      signs(.flips), signs(.draws, isSoft: true), signs(.flips, .withReplacement(9)),
      try classes(.flips), try classes(.draws, isSoft: true), signs(.minibatch(size: 6)),
    ] {
      batch.optimizer = .sgd
      (batch.steps, batch.snapshotSteps) = (1, [1])
      let theta = batch.initialParameters
      var mean = theta.map { _ in 0.0 }
      let rounds = 400
      for round in 0..<rounds {
        batch.lanes = (0..<16).map {
          LaneParameters(stepSize: 1, noiseScale: 0.3, noiseSeed: UInt64(16 * round + $0))
        }
        for snapshot in trained(batch).snapshots {
          for p in theta.indices {
            mean[p] += (theta[p] - snapshot.theta[p]) / Double(16 * rounds)
          }
        }
      }
      let gradient = LossDerivatives(observation(batch, theta, strength: 0.3)).gradient
      #expect(deviation(mean, gradient) < 0.06, "\(batch.noise)")
      #expect(norm(gradient) > 0.02)
    }
  }

  @Test func theTrainLossIsThatOfSoftLabels() throws {
    let batch = signs(.flips)
    let theta = batch.initialParameters
    let state = observation(batch, theta, strength: 0.3)
    let expected = zip(state.predictions, batch.problem.targets).map { f, y in
      0.7 * Elementary.softplus(-y * f) + 0.3 * Elementary.softplus(y * f)
    }
    #expect(abs(TrainLoss().values(of: state)[0] - expected.reduce(0, +) / 21) < 1e-15)
    // The labels of scores stay those of the data.
    #expect(
      Accuracy().values(of: state)[0]
        == Accuracy().values(of: observation(batch, theta, strength: 0))[0])
    let classes = try classes(.flips)
    let mean = observation(classes, classes.initialParameters, strength: 0.3)
    let known = observation(classes, classes.initialParameters, strength: 0)
    let uniform = observation(classes, classes.initialParameters, strength: 2.0 / 3)
    let losses = [mean, known, uniform].map { TrainLoss().values(of: $0)[0] }
    // Linear in the probabilities: 0.3 is 0.45 of the way to 2/3.
    #expect(abs(losses[0] - (0.55 * losses[1] + 0.45 * losses[2])) < 1e-14)
  }
}
