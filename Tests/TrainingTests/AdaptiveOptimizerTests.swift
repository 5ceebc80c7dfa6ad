import TestSupport
import Testing

@testable import Training

/// Adaptive methods whose preconditioner is a formula.
@Suite struct AdaptiveOptimizerTests {
  private static let root = "1 / (sqrt(v) + epsilon)"

  /// The lanes of the varied runs, with constants of formulas.
  private func lanes(_ count: Int, beta1: Double? = nil) -> [LaneParameters] {
    variedLanes(count, exponents: [0.3, 0.8]).map { run in
      var run = run
      run["constants.power"] = run.exponent
      if let beta1 { run.beta1 = beta1 }
      return run
    }
  }

  private func snapshots(
    _ optimizer: Optimizer, on model: Model, precision: Precision = .float64,
    lanes: [LaneParameters], steps: Int = 12
  ) -> [Snapshot] {
    var batch = configuration(
      design: .gaussian, model: model, optimizer: optimizer, precision: precision, lanes: lanes,
      steps: steps, snapshotSteps: [steps])
    // As it is, with its correction of bias.
    batch.optimizer = optimizer
    return trained(batch).snapshots
  }

  /// The texts of named methods have their bits.
  @Test(arguments: Model.samples, [Precision.float64, .float32])
  func textsOfNamedMethodsHaveTheirBits(model: Model, precision: Precision) throws {
    let blockSize = model.layout.rows == nil ? 5 : nil
    for corrects in [false, true] {
      func written(
        _ moment: AdaptiveOptimizer.Moment, _ blockSize: Int? = nil
      ) throws -> Optimizer {
        try .adaptive(
          Self.root, moment: moment, blockSize: blockSize, correctsBias: corrects)
      }
      for (named, own, beta1) in [
        (Optimizer.adam(correctsBias: corrects), try written(.diagonal), nil),
        (.rmsprop(correctsBias: corrects), try written(.diagonal), 0),
        (.adalayer(correctsBias: corrects), try written(.layer), nil),
        (
          .adamMini(blockSize: blockSize, correctsBias: corrects), try written(.block, blockSize),
          nil
        ),
      ] as [(Optimizer, Optimizer, Double?)] {
        for count in [1, 3, 8, 16] {
          let lanes = lanes(count, beta1: beta1)
          let expected = snapshots(named, on: model, precision: precision, lanes: lanes)
          let found = snapshots(own, on: model, precision: precision, lanes: lanes)
          #expect(found.map { bits($0.theta) } == expected.map { bits($0.theta) }, "\(named)")
          #expect(found.map(\.secondMoment) == expected.map(\.secondMoment), "\(named)")
        }
      }
    }
  }

  /// Powers have other last bits, and so has a product with S.
  @Test(arguments: Model.samples) func otherTextsAgreeToRounding(model: Model) throws {
    // A v that forgets all at once divides g by itself.
    let constants = lanes(6).map { run in
      var run = run
      run.oneMinusBeta2 = min(run.oneMinusBeta2, 0.1)
      return run
    }
    for (text, named) in [
      ("1 / (v ** power + epsilon)", Optimizer.adamE),
      ("(v ** power + epsilon) ** -1", .adamE), ("2 / (2 * sqrt(v) + 2 * epsilon)", .adam),
      ("1 / (v ** 0.5 + epsilon)", .adam),
    ] {
      let own = try Optimizer.adaptive(text, constants: ["power"])
      let found = snapshots(own, on: model, lanes: constants)
      for (a, b) in zip(found, snapshots(named, on: model, lanes: constants)) {
        #expect(deviation(a.theta, b.theta) < 1e-12, "\(text)")
        #expect(deviation(a.secondMoment, b.secondMoment) < 1e-12, "\(text)")
      }
      #expect(found.count == 6)
    }
  }

  @Test(arguments: [Precision.float64, .float32])
  func aRunDependsOnItselfAlone(precision: Precision) throws {
    for model in Model.samples {
      for optimizer in [
        try Optimizer.adaptive("1 / (v ** 0.3 + epsilon)"),
        try .adaptive("log1p(v) + power", moment: .layer, constants: ["power"]),
        try .adaptive("exp(-v)", moment: .block, correctsBias: true),
      ] {
        let lanes = lanes(11)
        let batch = configuration(
          model: model, optimizer: optimizer, precision: precision, lanes: lanes, steps: 9,
          snapshotSteps: [9])
        let together = trained(batch).snapshots.map { bits($0.theta) }
        #expect(together.count == 11)
        for range in [0..<1, 3..<6, 2..<9] {
          let part = trained(selecting(Array(lanes[range]), of: batch)).snapshots
          #expect(part.map { bits($0.theta) } == Array(together[range]), "\(optimizer)")
        }
        let side = makeLaneGroups(selecting(Array(lanes[..<3]), of: batch), layout: .runsInLanes)[0]
        side.advance(9)
        guard !optimizer.kind.goesInLanesOnly, model.kind.loneLayout != nil else { continue }
        let alone = makeLaneGroups(
          selecting(Array(lanes[..<3]), of: batch), layout: .parametersInLanes)
        for (k, run) in alone.enumerated() {
          run.advance(4)
          let resumed = makeLaneGroups(
            selecting([lanes[k]], of: batch), layout: .parametersInLanes)[0]
          resumed.resume([run.state(0)], 4)
          resumed.advance(9)
          #expect(resumed.state(0) == side.state(k), "\(optimizer)")
        }
      }
    }
  }

  @Test func aPreconditionerThatIsNotPositiveIsNone() throws {
    let own = try Optimizer.adaptive("v - 1")
    let run = LaneParameters(stepSize: 1)
    let preconditioner = try #require(own.preconditioner(of: run))
    let values = preconditioner([0, 1, 2, 3, .nan])
    #expect(values[0].isNaN && values[1].isNaN && values[4].isNaN)
    #expect(values[2...3] == [1, 2])
    #expect(Optimizer.adam.preconditioner(of: run) == nil)
  }
}
