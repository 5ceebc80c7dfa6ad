import Formulas
import Testing

@testable import Training

/// Runs side by side and runs by themselves have the same bits.
@Suite struct LayoutTests {
  /// All noises; given signs, too, for 130 samples.
  private func noises(samples: Int, parameterCount: Int) -> [NoiseSource] {
    let signs = (0..<20).map { step in
      (0..<130).map { (step * 7 + $0 * 3) % 5 < 2 ? -1 : 1 as Int8 }
    }
    return NoiseSource.all(parameterCount: parameterCount)
      + (samples == 130 ? [.given(signs: signs)] : [])
  }

  /// Also where there are no look-ups in registers: the portable ones are tested too.
  @Test(arguments: Optimizer.all(for: .diagonalNet(dimension: 37)), DesignKind.allCases)
  func aRunByItselfHasTheBitsOfOneInALane(optimizer: Optimizer, design: DesignKind) {
    for precision in [Precision.float64, .float32] {
      expectSameBits(optimizer, design, precision)
    }
  }

  private func expectSameBits(
    _ optimizer: Optimizer, _ design: DesignKind, _ precision: Precision
  ) {
    for (samples, dimension) in [(21, 37), (32, 64), (130, 33), (1, 1), (33, 4), (40, 1100)] {
      for noise in noises(samples: samples, parameterCount: 2 * dimension) {
        let batch = configuration(
          design: design, samples: samples, dimension: dimension, optimizer: optimizer,
          precision: precision,
          correctsBias: noise == .label(), noise: noise,
          lanes: variedLanes(5, exponents: LaneParityTests.exponents), steps: 20)
        let side = makeLaneGroups(batch, layout: .runsInLanes)
        let alone = makeLaneGroups(batch, layout: .parametersInLanes)
        #expect(side.count == 1 && alone.count == 5)
        for steps in [7, 20] {
          side[0].advance(steps)
          for (k, run) in alone.enumerated() {
            run.advance(steps)
            #expect(run.state(0) == side[0].state(k))
            // What a diverged run holds is no number; of coordinates that no sample sees v may be 0.
            if optimizer.divergesWithoutMemory || design == .oneHot, run.divergenceSteps()[0] != nil
            {
              continue
            }
            #expect(
              bits(run.theta(0)) == bits(side[0].theta(k)), "\(samples) \(dimension) \(noise)")
            #expect(bits(run.secondMoment(0)) == bits(side[0].secondMoment(k)))
          }
        }
      }
    }
  }

  @Test(arguments: [Precision.float64, .float32], DesignKind.allCases)
  func aRunByItselfGoesOnFromTheStateOfOneInALane(precision: Precision, design: DesignKind) {
    for optimizer in Optimizer.all(for: .diagonalNet(dimension: 37)) {
      for correctsBias in [false, true] {
        let batch = configuration(
          design: design, optimizer: optimizer, precision: precision, correctsBias: correctsBias,
          lanes: variedLanes(3))
        let side = makeLaneGroups(batch, layout: .runsInLanes)[0]
        let alone = makeLaneGroups(batch, layout: .parametersInLanes)
        side.advance(9)
        for (k, run) in alone.enumerated() { run.resume([side.state(k)], 9) }
        side.advance(25)
        for (k, run) in alone.enumerated() {
          run.advance(25)
          #expect(run.state(0) == side.state(k))
        }
      }
    }
  }

  /// An ε that is 0 in single precision: where there is nothing to learn, 0/0 would be no number.
  ///
  /// Every sample sees every coordinate.
  @Test(arguments: DesignKind.allCases.filter { $0 != .oneHot })
  func lanesWithoutAParameterCannotDiverge(design: DesignKind) {
    let lane = LaneParameters(
      stepSize: 1e-3, epsilon: 1e-60, noiseScale: 0.5, noiseSeed: 4)
    for noise in [NoiseSource.label(), .gradient()] {
      for model in Model.samples {
        for optimizer in [Optimizer.adam, .rmsprop, .adalayer] {
          let batch = configuration(
            design: design, model: model, optimizer: optimizer, precision: .float32,
            correctsBias: noise == .label(), noise: noise, lanes: [lane], steps: 20)
          let side = makeLaneGroups(batch, layout: .runsInLanes)[0]
          let alone = makeLaneGroups(batch, layout: .parametersInLanes)[0]
          side.advance(20)
          alone.advance(20)
          #expect(alone.divergenceSteps() == [nil], "\(optimizer)")
          #expect(alone.state(0) == side.state(0), "\(optimizer)")
        }
      }
    }
  }

  /// Every optimizer and noise of a factorization, on designs of numbers and of signs: side by side
  /// and by itself, also after going on from the other's state.
  @Test(
    arguments: [
      (5, 3, 2, 12), (4, 6, 4, 33), (7, 7, 3, 16), (1, 1, 2, 1), (1, 6, 3, 5), (17, 3, 3, 20),
    ], DesignKind.allCases)
  func aFactorizationByItselfHasTheBitsOfOneInALane(
    shape: (dimension: Int, width: Int, depth: Int, samples: Int), design: DesignKind
  ) {
    let model = Model.matrixFactorization(
      dimension: shape.dimension, width: shape.width, depth: shape.depth)
    for precision in [Precision.float64, .float32] {
      for optimizer in Optimizer.all(for: model) {
        for noise in NoiseSource.all(parameterCount: model.parameterCount) {
          let batch = configuration(
            design: design, samples: shape.samples, model: model, optimizer: optimizer,
            precision: precision, correctsBias: noise == .label(), noise: noise,
            lanes: variedLanes(3, exponents: LaneParityTests.exponents), steps: 20)
          expectSameBitsAlone(batch, "\(optimizer) \(noise)", mayLack: design == .oneHot)
        }
      }
    }
  }

  /// Every optimizer and noise of a net, whose samples lie in the lanes of a run by itself.
  @Test(arguments: [1, 12, 37], [Precision.float64, .float32])
  func aFormulaByItselfHasTheBitsOfOneInALane(samples: Int, precision: Precision) throws {
    let model = try Model.formula(
      ModelText(
        blocks: [
          ModelText.Block(name: "W", extents: ["5", "3"], starts: [.normal("0.5")]),
          ModelText.Block(name: "b", extents: ["5"]),
          ModelText.Block(name: "a", extents: ["5"], starts: [.normal("0.5")]),
        ], prediction: "a @ tanh(W @ x + b)"),
      input: .vector(3), samples: samples)
    for optimizer in Optimizer.all(for: model) {
      for noise in NoiseSource.all(parameterCount: model.parameterCount) {
        let batch = configuration(
          design: .gaussian, samples: samples, model: model, optimizer: optimizer,
          precision: precision, correctsBias: noise == .label(), noise: noise,
          lanes: variedLanes(3, exponents: LaneParityTests.exponents), steps: 20)
        expectSameBitsAlone(batch, "\(optimizer) \(noise)")
      }
    }
  }

  /// Formulas that are linear in x, entry by entry: sixteen entries lie in a vector, and the predictions go by
  /// a design's products.
  @Test(
    arguments: [
      "(u ** 3 - v ** 3) @ x", "sum(x * where(u < v, u * v, 2 - tanh(u)))", "(0.5 * u) @ x",
    ], DesignKind.allCases)
  func anEntrywiseFormulaByItselfHasTheBitsOfOneInALane(
    text: String, design: DesignKind
  ) throws {
    for (samples, dimension) in [(12, 5), (5, 16), (33, 37)] {
      let blocks = ["u", "v"].map {
        ModelText.Block(name: $0, extents: ["\(dimension)"], starts: [.normal("0.5")])
      }
      let model = try Model.formula(
        ModelText(blocks: blocks, prediction: text), input: .vector(dimension), samples: samples)
      for optimizer in Optimizer.all(for: model) {
        for (precision, noise) in [(Precision.float64, NoiseSource.label()), (.float32, .none)] {
          let batch = configuration(
            design: design, samples: samples, model: model, optimizer: optimizer,
            precision: precision, noise: noise,
            lanes: variedLanes(3, exponents: LaneParityTests.exponents), steps: 20)
          expectSameBitsAlone(
            batch, "\(optimizer) \(samples) \(precision)", mayLack: design == .oneHot)
        }
      }
    }
  }

  /// Runs by themselves, also after going on from the state of one in a lane.
  ///
  /// - Parameters:
  ///   - batch: Three runs.
  ///   - comment: What they are.
  ///   - mayLack: Whether v of coordinates that no sample sees may be 0.
  private func expectSameBitsAlone(
    _ batch: TrainingConfiguration, _ comment: Comment, mayLack: Bool = false
  ) {
    let side = makeLaneGroups(batch, layout: .runsInLanes)
    let alone = makeLaneGroups(batch, layout: .parametersInLanes)
    let resumed = makeLaneGroups(batch, layout: .parametersInLanes)
    #expect(side.count == 1 && alone.count == 3 && resumed.count == 3)
    side[0].advance(7)
    for (k, run) in resumed.enumerated() { run.resume([side[0].state(k)], 7) }
    side[0].advance(20)
    for k in 0..<3 {
      alone[k].advance(20)
      resumed[k].advance(20)
      #expect(alone[k].state(0) == side[0].state(k), comment)
      #expect(resumed[k].state(0) == side[0].state(k), comment)
      // What a diverged run holds is no number.
      if batch.optimizer.divergesWithoutMemory || mayLack, alone[k].divergenceSteps()[0] != nil {
        continue
      }
      #expect(bits(alone[k].theta(0)) == bits(side[0].theta(k)), comment)
      #expect(bits(alone[k].secondMoment(0)) == bits(side[0].secondMoment(k)), comment)
    }
  }

  /// Vectors of sixteen, with and without an end that is not full.
  @Test(arguments: [Precision.float64, .float32])
  func aLargerFactorizationByItselfHasTheBitsOfOneInALane(precision: Precision) {
    for dimension in [8, 11, 16, 18, 20, 23] {
      let batch = configuration(
        design: .gaussian, samples: 50,
        model: .matrixFactorization(dimension: dimension, width: dimension, depth: 2),
        optimizer: .adam, precision: precision, lanes: variedLanes(2), steps: 30)
      let side = makeLaneGroups(batch, layout: .runsInLanes)[0]
      side.advance(30)
      for (k, run) in makeLaneGroups(batch, layout: .parametersInLanes).enumerated() {
        run.advance(30)
        #expect(run.state(0) == side.state(k))
      }
    }
  }

  @Test(arguments: Model.products)
  func aRunByItselfDivergesAtTheSameStep(model: Model) {
    let lanes = [1e-4, 50, 1e30, 1e200].map {
      LaneParameters(stepSize: $0, noiseScale: 0.5, noiseSeed: 4)
    }
    for optimizer in Optimizer.all(for: model) {
      for (design, noise) in [(.sign, .label()), (.gaussian, .gradient())]
        as [(DesignKind, NoiseSource)]
      {
        let batch = configuration(
          design: design, model: model, optimizer: optimizer, noise: noise, lanes: lanes,
          steps: 60, snapshotSteps: [])
        let side = makeLaneGroups(batch, layout: .runsInLanes)[0]
        let alone = makeLaneGroups(batch, layout: .parametersInLanes)
        side.advance(60)
        for run in alone { run.advance(60) }
        #expect(alone.flatMap { $0.divergenceSteps() } == side.divergenceSteps(), "\(optimizer)")
        #expect(side.divergenceSteps()[3] != nil && side.divergenceSteps()[0] == nil)
        let resumed = makeLaneGroups(batch, layout: .parametersInLanes)[0]
        resumed.resume([side.state(3)], 60)
        resumed.advance(70)
        #expect(resumed.divergenceSteps() == [side.divergenceSteps()[3]])
      }
    }
  }
}
