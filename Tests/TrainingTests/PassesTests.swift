import Testing

@testable import Training

/// Weight decay, clipping, SAM and Langevin noise around every optimizer.
@Suite struct PassesTests {
  private static let noises: [NoiseSource] = [
    .none, .label(), .label(distribution: .gaussian, batch: 9), .gradient(), .langevin,
  ]

  private func batch(
    _ model: Model, _ optimizer: Optimizer, _ precision: Precision, _ noise: NoiseSource,
    count: Int, steps: Int = 8, snapshotSteps: [Int] = [8]
  ) -> TrainingConfiguration {
    configuration(
      design: .gaussian, model: model, optimizer: optimizer, precision: precision,
      correctsBias: noise == .label(), noise: noise,
      lanes: variedLanes(count, exponents: LaneParityTests.exponents).withPasses, steps: steps,
      snapshotSteps: snapshotSteps)
  }

  /// The plain scalar loops of the reference, in both forms of decay and of SAM.
  @Test(arguments: Model.samples, [true, false])
  func lanesHaveTheBitsOfTheScalarReference(model: Model, isOther: Bool) {
    for optimizer in Optimizer.all(for: model) {
      for noise in Self.noises {
        var double = batch(
          model, optimizer.decouplingWeightDecay(isOther), .float64, noise, count: 6)
        double.normalizesAscent = isOther
        double.schedule = isOther ? .constant : .linear(warmup: 2, final: 0.1)
        for snapshot in trained(double).snapshots {
          let expected = scheduled(ScalarReference<Double>(double, lane: snapshot.lane), double)
          #expect(bits(snapshot.theta) == bits(expected), "\(optimizer) \(noise)")
        }
        var single = double
        single.precision = .float32
        for snapshot in trained(single).snapshots {
          let expected = scheduled(ScalarReference<Float>(single, lane: snapshot.lane), single)
          #expect(bits(snapshot.theta) == bits(expected), "\(optimizer) \(noise)")
        }
      }
    }
  }

  private func scheduled<Number: BinaryFloatingPoint>(
    _ start: ScalarReference<Number>, _ batch: TrainingConfiguration
  ) -> [Double] {
    var reference = start
    let stepSize = reference.parameters.stepSize
    for step in 1...batch.steps {
      reference.parameters.stepSize =
        stepSize * batch.schedule.kind.factor(atStep: step, of: batch.steps)
      reference.advance()
    }
    return reference.theta.map { Double($0) }
  }

  /// Lone runs, every width, other company and suspension: the same bits.
  @Test(arguments: Model.samples, [Precision.float64, .float32])
  func aRunDependsOnItselfAlone(model: Model, precision: Precision) throws {
    for optimizer in Optimizer.all(for: model) {
      for noise in Self.noises {
        let all = batch(model, optimizer, precision, noise, count: 16)
        let side = makeLaneGroups(all, layout: .runsInLanes)[0]
        side.advance(8)
        for (k, run) in makeLaneGroups(all, layout: .parametersInLanes).enumerated() {
          run.advance(3)
          let resumed = makeLaneGroups(
            selecting([all.lanes[k]], of: all), layout: .parametersInLanes)[0]
          resumed.resume([run.state(0)], 3)
          run.advance(8)
          resumed.advance(8)
          #expect(run.state(0) == side.state(k), "\(optimizer) \(noise) \(k)")
          #expect(resumed.state(0) == side.state(k), "\(optimizer) \(noise) \(k)")
        }
        for width in [2, 4, 8] {
          let part = selecting(Array(all.lanes[5..<5 + width]), of: all)
          let group = makeLaneGroups(part, layout: .runsInLanes)[0]
          group.advance(8)
          for k in 0..<width {
            #expect(group.state(k) == side.state(5 + k), "\(optimizer) \(noise) \(width)")
          }
        }
      }
    }
  }

  /// A decay and a radius of 0 are none, with or without company: on the fused path, too.
  @Test func nothingIsNothing() {
    let plain = configuration(optimizer: .adam, lanes: variedLanes(4))
    var zero = plain
    for k in 0..<4 {
      zero.lanes[k]["weight_decay"] = 0
      zero.lanes[k]["sam_radius"] = 0
    }
    #expect(trained(plain).snapshots == trained(zero).snapshots)
    var mixed = zero
    mixed.lanes[3]["weight_decay"] = 0.5
    mixed.lanes[3]["sam_radius"] = 0.5
    let snapshots = trained(mixed).snapshots
    #expect(Array(snapshots[..<3]) == Array(trained(plain).snapshots[..<3]))
    #expect(snapshots[3] != trained(plain).snapshots[3])
  }

  /// A bound that no gradient reaches changes no bit, one that all do leaves steps of its length.
  @Test func clippingBoundsTheStep() {
    let plain = configuration(optimizer: .sgd, lanes: variedLanes(2), steps: 1, snapshotSteps: [1])
    var wide = plain
    var narrow = plain
    for k in 0..<2 {
      wide.lanes[k]["clip"] = 1e6
      narrow.lanes[k]["clip"] = 1e-3
    }
    #expect(trained(wide).snapshots == trained(plain).snapshots)
    for (k, snapshot) in trained(narrow).snapshots.enumerated() {
      let step = squaredDistance(snapshot.theta, plain.initialParameters).squareRoot()
      // c / (‖g‖ + 1e-6) ‖g‖ is c but for some 1e-6 / ‖g‖ of it.
      #expect(abs(step / (1e-3 * plain.lanes[k].stepSize) - 1) < 1e-5)
    }
  }

  /// ½‖θ‖² in one dimension: the chain θ ← (1 − η)θ + √(2ηT) ξ has variance T / (1 − η/2).
  @Test func langevinNoiseHasTheTemperature() {
    let count = 16
    let batch = TrainingConfiguration(
      problem: RegressionProblem(design: [1], targets: [0], truth: nil),
      model: .linear(dimension: 1), optimizer: .sgd, precision: .float64, noise: .langevin,
      initialParameters: [0],
      lanes: (0..<count).map {
        LaneParameters(stepSize: 0.1, noiseScale: 0.7, noiseSeed: UInt64($0))
      }, steps: 20_000, snapshotSteps: Array(stride(from: 100, through: 20_000, by: 50)))
    let squares = trained(batch).snapshots.map { $0.theta[0] * $0.theta[0] }
    let variance = squares.reduce(0, +) / Double(squares.count)
    // Some 6400 draws that are independent but for e⁻⁵: a standard error of √(2/6400) = 1.8 %.
    #expect(squares.count == 16 * 399)
    #expect(abs(variance / (0.7 / 0.95) - 1) < 0.09)
  }

  /// What overflows must not look like a step that is bounded.
  @Test(arguments: [Precision.float64, .float32])
  func passesLetThroughWhatIsNotFinite(precision: Precision) {
    for optimizer in Optimizer.all(for: .diagonalNet(dimension: 37)) {
      for count in [1, 5] {
        for key in ["clip", "sam_radius", "weight_decay"] {
          var batch = configuration(
            optimizer: optimizer, precision: precision, lanes: variedLanes(count), steps: 3,
            snapshotSteps: [])
          for k in 0..<count { batch.lanes[k][key] = 0.1 }
          let huge = precision == .float64 ? 1e200 : 1e30
          batch.initialParameters = batch.initialParameters.map { $0 < 0 ? -huge : huge }
          #expect(
            trained(batch).statuses.allSatisfy { $0 == .diverged(atStep: 1) },
            "\(optimizer) \(key)")
        }
      }
    }
  }
}
