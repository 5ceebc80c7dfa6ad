import Testing
import Training

/// A run's bits depend on nothing but itself.
@Suite struct LaneParityTests {
  static let exponents = [0.5, 0.25, 0.75, 0.8]

  @Test(arguments: [Precision.float64, .float32], Optimizer.all(for: .diagonalNet(dimension: 37)))
  func companyAndOrderDoNotChangeARun(precision: Precision, optimizer: Optimizer) {
    for design in DesignKind.allCases {
      let all = variedLanes(16, exponents: Self.exponents)
      let batch = configuration(
        design: design, optimizer: optimizer, precision: precision, lanes: all)
      let together = byLane(batch)
      // Where β₂ = 0, v − ḡ² is 0, and the centered rule divides by ε alone.
      #expect(together.count == 16 || optimizer.divergesWithoutMemory)
      #expect(together.count >= 12)
      let backward = byLane(selecting(all.reversed(), of: batch))
      for k in 0..<16 {
        #expect(byLane(selecting([all[k]], of: batch))[0] == together[k], "alone, lane \(k)")
        #expect(backward[15 - k] == together[k], "reversed, lane \(k)")
      }
      for size in [3, 4, 5, 8, 9, 11] {
        let part = byLane(selecting(Array(all[2..<min(2 + size, 16)]), of: batch))
        for k in 0..<min(size, 14) {
          #expect(part[k] == together[2 + k], "batch of \(size)")
        }
      }
    }
  }

  /// The bits of θ and v of each run that did not diverge, by its lane.
  private func byLane(_ batch: TrainingConfiguration) -> [Int: [UInt64]] {
    Dictionary(
      uniqueKeysWithValues: trained(batch).snapshots.map {
        ($0.lane, bits($0.theta) + bits($0.secondMoment))
      })
  }

  @Test(arguments: [Precision.float64, .float32])
  func aDivergingMateDoesNotChangeARun(precision: Precision) {
    let calm = LaneParameters(stepSize: 0.01, noiseScale: 0.2, noiseSeed: 3)
    let wild = LaneParameters(stepSize: 40, noiseScale: 0.2, noiseSeed: 3)
    let batch = configuration(
      optimizer: .sgd, precision: precision, lanes: [wild, calm, wild, calm])
    let result = trained(batch)
    let alone = trained(selecting([calm], of: batch)).snapshots
    #expect(result.snapshots.map(\.lane) == [1, 3])
    #expect(bits(result.snapshots[0].theta) == bits(alone[0].theta))
    #expect(bits(result.snapshots[1].theta) == bits(alone[0].theta))
  }

  /// Every optimizer × noise × model, both precisions, with and without bias correction: alone, in
  /// the other order, and in a part of the batch a run has the same bits; seeds are mixed.
  @Test(arguments: Model.samples, [Precision.float64, .float32])
  func everyCombinationKeepsItsRunsApart(model: Model, precision: Precision) {
    let all = variedLanes(11, exponents: Self.exponents)
    for optimizer in Optimizer.all(for: model) {
      for noise in NoiseSource.all(parameterCount: model.parameterCount) {
        let batch = configuration(
          design: .gaussian, model: model, optimizer: optimizer, precision: precision,
          correctsBias: noise == .label(), noise: noise, lanes: all, steps: 12,
          snapshotSteps: [12])
        let together = byLane(batch)
        let backward = byLane(selecting(all.reversed(), of: batch))
        let part = byLane(selecting(Array(all[3..<6]), of: batch))
        #expect(together.count == 11 || optimizer.divergesWithoutMemory)
        #expect(!together.isEmpty)
        for k in 0..<11 {
          #expect(backward[10 - k] == together[k], "\(optimizer) \(noise), lane \(k)")
        }
        for k in 0..<3 { #expect(part[k] == together[3 + k], "\(optimizer) \(noise)") }
        for k in [1, 4, 10] {
          let alone = byLane(selecting([all[k]], of: batch))
          #expect(alone[0] == together[k], "\(optimizer) \(noise), lane \(k) alone")
        }
      }
    }
  }

  /// The lanes against plain scalar loops: the canonical orders of everything, both precisions.
  @Test(arguments: Model.samples, [false, true])
  func everyCombinationGivesTheBitsOfTheScalarReference(model: Model, correctsBias: Bool) {
    for optimizer in Optimizer.all(for: model) {
      for noise in NoiseSource.all(parameterCount: model.parameterCount) {
        for design in DesignKind.allCases {
          expectBitsOfTheScalarReference(
            configuration(
              design: design, model: model, optimizer: optimizer, correctsBias: correctsBias,
              noise: noise, lanes: variedLanes(5, exponents: Self.exponents), steps: 6,
              snapshotSteps: [6]))
        }
      }
    }
  }

  /// Sizes at the edges of blocks of bits, of panels of rows and of tiles.
  @Test(arguments: [Optimizer.sgd, .adam, .adamE], DesignKind.allCases)
  func oddSizesGiveTheBitsOfTheScalarReference(optimizer: Optimizer, design: DesignKind) {
    for (samples, dimension) in [(21, 37), (32, 64), (130, 33), (1, 1), (33, 4)] {
      expectBitsOfTheScalarReference(
        configuration(
          design: design, samples: samples, dimension: dimension, optimizer: optimizer,
          lanes: variedLanes(8, exponents: Self.exponents), steps: 15, snapshotSteps: [15]))
    }
    for (dimension, width, depth) in [(1, 1, 2), (2, 1, 3), (8, 3, 2), (7, 9, 3), (1, 5, 5)] {
      expectBitsOfTheScalarReference(
        configuration(
          design: design,
          model: .matrixFactorization(dimension: dimension, width: width, depth: depth),
          optimizer: optimizer, lanes: variedLanes(8, exponents: Self.exponents), steps: 8,
          snapshotSteps: [8]))
    }
  }

  private func expectBitsOfTheScalarReference(_ configuration: TrainingConfiguration) {
    let keepsMoments = configuration.optimizer.keepsSecondMoment(
      in: configuration.model.layout)
    let steps = configuration.steps
    let label = "\(configuration.model) \(configuration.optimizer) \(configuration.noise)"
    var double = configuration
    double.precision = .float64
    let snapshots = trained(double).snapshots
    #expect(
      snapshots.count == configuration.lanes.count
        || configuration.optimizer.divergesWithoutMemory)
    #expect(!snapshots.isEmpty)
    for snapshot in snapshots {
      var reference = ScalarReference<Double>(double, lane: snapshot.lane)
      _ = reference.train(steps: steps)
      #expect(bits(snapshot.theta) == bits(reference.theta), "\(label)")
      #expect(
        bits(snapshot.secondMoment) == (keepsMoments ? bits(reference.secondMoment) : []))
    }
    var single = configuration
    single.precision = .float32
    for snapshot in trained(single).snapshots {
      var reference = ScalarReference<Float>(single, lane: snapshot.lane)
      _ = reference.train(steps: steps)
      #expect(bits(snapshot.theta) == bits(reference.theta.map { Double($0) }), "\(label)")
    }
  }

  @Test func adamIsAdamEWithExponentOneHalf() {
    for correctsBias in [false, true] {
      let batch = configuration(
        optimizer: .adam, correctsBias: correctsBias, lanes: variedLanes(5))
      var other = batch
      other.optimizer = .adamE(correctsBias: correctsBias)
      #expect(trained(batch).snapshots == trained(other).snapshots)
    }
  }

  /// Blocks of one coordinate make adam-mini Adam: g² / 1 has the bits of g², fused or not.
  @Test func adamMiniWithBlocksOfOneIsAdam() {
    let batch = configuration(optimizer: .adam, lanes: variedLanes(5))
    var other = batch
    other.optimizer = .adamMini(blockSize: 1)
    #expect(trained(batch).snapshots == trained(other).snapshots)
    // And one block for all of u is its layer.
    other.optimizer = .adamMini(blockSize: 37)
    var layers = batch
    layers.optimizer = .adalayer
    #expect(trained(layers).snapshots == trained(other).snapshots)
  }
}
