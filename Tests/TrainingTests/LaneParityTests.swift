import Testing
import Training

/// A run's bits depend on nothing but itself.
@Suite struct LaneParityTests {
  static let exponents = [0.5, 0.25, 0.75, 0.8]

  @Test(arguments: [Precision.float64, .float32], [Optimizer.sgd, .adam, .adamE])
  func companyAndOrderDoNotChangeARun(precision: Precision, optimizer: Optimizer) {
    for design in DesignKind.allCases {
      let all = variedLanes(16, exponents: Self.exponents)
      let batch = configuration(
        design: design, optimizer: optimizer, precision: precision, lanes: all)
      let together = trained(batch).snapshots
      #expect(together.map(\.lane) == Array(0..<16))
      let backward = trained(selecting(all.reversed(), of: batch)).snapshots
      for k in 0..<16 {
        let alone = trained(selecting([all[k]], of: batch)).snapshots
        #expect(bits(alone[0].theta) == bits(together[k].theta), "alone, lane \(k)")
        #expect(bits(alone[0].secondMoment) == bits(together[k].secondMoment))
        #expect(bits(backward[15 - k].theta) == bits(together[k].theta), "reversed, lane \(k)")
      }
      for size in [3, 4, 5, 8, 9, 11] {
        let part = trained(selecting(Array(all[2..<min(2 + size, 16)]), of: batch)).snapshots
        for (k, snapshot) in part.enumerated() {
          #expect(bits(snapshot.theta) == bits(together[2 + k].theta), "batch of \(size)")
        }
      }
    }
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

  /// The lanes against plain scalar loops: the canonical orders, both precisions, every class of λ.
  @Test(arguments: [Optimizer.sgd, .adam, .adamE], DesignKind.allCases)
  func lanesGiveTheBitsOfTheScalarReference(optimizer: Optimizer, design: DesignKind) {
    let lanes = variedLanes(8, exponents: Self.exponents)
    for (samples, dimension) in [(21, 37), (32, 64), (130, 33), (1, 1), (33, 4)] {
      let double = configuration(
        design: design, samples: samples, dimension: dimension, optimizer: optimizer, lanes: lanes,
        steps: 15, snapshotSteps: [15])
      for snapshot in trained(double).snapshots {
        var reference = ScalarReference<Double>(double, lane: snapshot.lane)
        _ = reference.train(steps: 15)
        #expect(bits(snapshot.theta) == bits(reference.theta))
        #expect(optimizer == .sgd || bits(snapshot.secondMoment) == bits(reference.secondMoment))
      }
      var single = double
      single.precision = .float32
      for snapshot in trained(single).snapshots {
        var reference = ScalarReference<Float>(single, lane: snapshot.lane)
        _ = reference.train(steps: 15)
        #expect(bits(snapshot.theta) == bits(reference.theta.map { Double($0) }))
      }
    }
  }

  @Test func adamIsAdamEWithExponentOneHalf() {
    let batch = configuration(optimizer: .adam, lanes: variedLanes(5))
    var other = batch
    other.optimizer = .adamE
    #expect(trained(batch).snapshots == trained(other).snapshots)
  }
}
