import Testing

@testable import Training

@Suite struct InitialSecondMomentTests {
  private static func batch(
    _ model: Model, _ optimizer: Optimizer, _ precision: Precision = .float64, lanes count: Int = 3
  ) -> TrainingConfiguration {
    var batch = configuration(
      model: model, optimizer: optimizer, precision: precision, lanes: variedLanes(count),
      steps: 12, snapshotSteps: [0, 1, 12])
    // Multiples of 1/64 below 1, which float32 holds.
    batch.initialSecondMoment = (0..<model.parameterCount).map { Double($0 * 7 % 64) / 64 }
    return batch
  }

  /// Each parameter's own for elementwise methods, the mean of its block for the others.
  @Test(arguments: Model.samples, Precision.allCases)
  func trainingBeginsThere(model: Model, precision: Precision) {
    for optimizer in Optimizer.all(for: model)
    where optimizer.keepsSecondMoment(in: model.layout) {
      let batch = Self.batch(model, optimizer, precision)
      let given = batch.initialSecondMoment ?? []
      let blocks =
        if case .blocks(let blocks) = optimizer.sharing(in: model.layout) { blocks } else {
          (0..<model.parameterCount).map { $0..<$0 + 1 }
        }
      let expected = blocks.flatMap { block in
        block.map { _ in given[block].reduce(0, +) / Double(block.count) }
      }
      let rounded = precision == .float32 ? expected.map { Double(Float($0)) } : expected
      for snapshot in trained(batch).snapshots where snapshot.step == 0 {
        #expect(snapshot.secondMoment == rounded, "\(optimizer)")
        #expect(snapshot.theta == trained(batch).snapshots.first?.theta)
      }
    }
  }

  /// v₁ = v₀ + (1 − β₂)(g² − v₀) and θ₁ = θ₀ − η g / (√v₁ + ε), with the g of a step of sgd.
  @Test func theFirstStepTakesItIn() throws {
    let batch = Self.batch(.diagonalNet(dimension: 37), .rmsprop)
    var plain = batch
    plain.optimizer = .sgd
    let (adaptive, gradients) = (trained(batch).snapshots, trained(plain).snapshots)
    for (k, lane) in batch.lanes.enumerated() {
      let start = try #require(adaptive.first { $0.step == 0 && $0.lane == k })
      let next = try #require(adaptive.first { $0.step == 1 && $0.lane == k })
      let moved = try #require(gradients.first { $0.step == 1 && $0.lane == k })
      for p in start.theta.indices {
        let g = (start.theta[p] - moved.theta[p]) / lane.stepSize
        let v = start.secondMoment[p] + lane.oneMinusBeta2 * (g * g - start.secondMoment[p])
        // g is known to the rounding of θ, about 1e-16 / η.
        #expect(abs(next.secondMoment[p] - v) <= 1e-12)
        let expected = start.theta[p] - lane.stepSize * g / (v.squareRoot() + lane.epsilon)
        #expect(abs(next.theta[p] - expected) <= 1e-9)
      }
    }
  }

  @Test(arguments: Model.samples) func runsAreTheSameAlone(model: Model) {
    for optimizer in Optimizer.all(for: model) {
      let batch = Self.batch(model, optimizer, lanes: 11)
      let together = trained(batch).snapshots
      for (k, lane) in batch.lanes.enumerated() {
        let alone = trained(selecting([lane], of: batch)).snapshots
        let same = together.filter { $0.lane == k }
        #expect(alone.map(\.theta) == same.map(\.theta), "\(optimizer), lane \(k)")
        #expect(alone.map(\.secondMoment) == same.map(\.secondMoment), "\(optimizer), lane \(k)")
      }
    }
  }

  @Test func sgdHasNone() {
    let batch = Self.batch(.diagonalNet(dimension: 37), .sgd)
    var plain = batch
    plain.initialSecondMoment = nil
    #expect(trained(batch).snapshots == trained(plain).snapshots)
  }
}
