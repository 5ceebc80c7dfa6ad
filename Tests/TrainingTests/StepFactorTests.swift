import Formulas
import Testing

@testable import Training

/// Blocks of a formula model with step sizes of their own.
@Suite struct StepFactorTests {
  private static let prediction = "a @ tanh(W @ x)"

  /// A net of 4 and 12 parameters; factors by block, and the prediction.
  private func net(
    first: String? = nil, last: String? = nil, constants: [String: Double] = [:],
    _ prediction: String = prediction
  ) throws -> Model {
    let blocks = [
      ModelText.Block(
        name: "W", extents: ["4", "3"], starts: [.normal("1")], stepFactor: first),
      ModelText.Block(name: "a", extents: ["4"], starts: [.normal("1")], stepFactor: last),
    ]
    let text = ModelText(
      blocks: blocks, constants: constants.keys.sorted(), prediction: prediction)
    return try .formula(text, constants: constants, input: .vector(3), samples: 15)
  }

  private func batch(
    _ model: Model, _ optimizer: Optimizer, noise: NoiseSource = .label(),
    precision: Precision = .float64, count: Int = 5, slower: Double = 1
  ) -> TrainingConfiguration {
    let lanes = variedLanes(count).withPasses.map { run in
      var run = run
      run.stepSize /= slower
      // A v that forgets all at once divides g by itself.
      run.oneMinusBeta2 = min(run.oneMinusBeta2, 0.1)
      run["constants.beta"] = 0.8
      return run
    }
    var batch = configuration(
      samples: 15, model: model, optimizer: optimizer, precision: precision, noise: noise,
      lanes: lanes, steps: 20, snapshotSteps: [20])
    batch.optimizer = optimizer
    return batch
  }

  private func optimizers(_ model: Model) throws -> [Optimizer] {
    let all =
      Optimizer.all(for: model) + [
        Optimizer(Shampoo(updateEvery: 3)), Optimizer(Muon(momentum: 0.9)),
        try .formula(
          "m = beta * m + (1 - beta) * g\ntheta - eta * m", states: [("m", 0)], constants: ["beta"]),
        try .formula("theta - eta * g / (norm(g) + 0.1)"),
      ]
    return all
      + [Optimizer.adamW(correctsBias: false), .sgd, all[all.count - 1]].map {
        $0.decouplingWeightDecay()
      }
  }

  private func deviation(_ a: TrainingConfiguration, _ b: TrainingConfiguration) -> Double {
    let (a, b) = (trained(a).snapshots, trained(b).snapshots)
    guard a.count == b.count, !a.isEmpty else { return .infinity }
    return zip(a, b).map { x, y in
      zip(x.theta, y.theta).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
    }.max() ?? .infinity
  }

  /// Weight decay of either form and noise on θ go with the step size too; the radius of SAM and the bound of
  /// clipping do not.
  @Test func aFactorOfAllBlocksIsAStepSize() throws {
    let plain = try net()
    let scaled = try net(first: "c ** 2", last: "16", constants: ["c": 4])
    #expect(scaled.hasStepFactors && !plain.hasStepFactors)
    for optimizer in try optimizers(plain) {
      for noise in [NoiseSource.label(), .langevin] {
        let factor = deviation(
          batch(scaled, optimizer, noise: noise, slower: 16), batch(plain, optimizer, noise: noise))
        #expect(factor < 1e-9, "\(optimizer.name) \(noise)")
      }
    }
  }

  /// W = 2V: a step of V is four times that step of W in the loss of both.
  @Test func aFactorIsAnotherParametrization() throws {
    let scaled = try net(first: "4")
    let other = try net("a @ tanh((2 * W) @ x)")
    for optimizer in [Optimizer.sgd, .sgd(momentum: 0.9), .sgd.decouplingWeightDecay()] {
      var ofW = batch(scaled, optimizer)
      for k in ofW.lanes.indices {
        ofW.lanes[k]["sam_radius"] = 0
        ofW.lanes[k]["clip"] = 1e9
        ofW.lanes[k]["weight_decay"] = 0
      }
      var ofV = ofW
      ofV.model = other
      ofV.initialParameters = ofW.initialParameters.enumerated().map { $0 < 12 ? $1 / 2 : $1 }
      let (w, v) = (trained(ofW).snapshots, trained(ofV).snapshots)
      #expect(w.count == 5)
      for (w, v) in zip(w, v) {
        for p in 0..<16 { #expect(abs(w.theta[p] - (p < 12 ? 2 : 1) * v.theta[p]) < 1e-12) }
      }
      var unscaled = ofW
      unscaled.model = try net()
      #expect(deviation(ofW, unscaled) > 1e-3)
    }
  }

  /// Every optimizer moves a block as far as with that step size for all of θ, at a first step.
  @Test func eachBlockHasItsOwnFactor() throws {
    let scaled = try net(first: "1 / 4", last: "8")
    for optimizer in try optimizers(scaled) {
      func afterAStep(_ model: Model, times factor: Double) -> [Double] {
        var one = batch(model, optimizer, slower: 1 / factor)
        (one.steps, one.snapshotSteps) = (1, [1])
        return trained(one).snapshots[0].theta
      }
      let (few, many) = try (
        afterAStep(net(), times: 0.25), afterAStep(net(), times: 8)
      )
      let own = afterAStep(scaled, times: 1)
      for p in 0..<16 {
        let expected = p < 12 ? few[p] : many[p]
        #expect(abs(own[p] - expected) <= 1e-14 * max(1, abs(expected)), "\(optimizer.name) \(p)")
      }
    }
  }

  /// Other company, every width and suspension: the same bits.
  @Test(arguments: [Precision.float64, .float32])
  func aRunDependsOnItselfAlone(precision: Precision) throws {
    let model = try net(first: "0.3", last: "7")
    for optimizer in try optimizers(model) {
      for noise in [NoiseSource.label(), .langevin] {
        let all = batch(model, optimizer, noise: noise, precision: precision, count: 16)
        let side = makeLaneGroups(all)[0]
        side.advance(20)
        for width in [1, 3, 8] {
          let part = selecting(Array(all.lanes[2..<2 + width]), of: all)
          let first = makeLaneGroups(part)[0]
          first.advance(7)
          let second = makeLaneGroups(part)[0]
          second.resume((0..<width).map(first.state), 7)
          second.advance(20)
          for k in 0..<width { #expect(second.state(k) == side.state(k + 2), "\(optimizer.name)") }
        }
      }
    }
  }

  /// A factor of 1 is no factor, and part of no bits.
  @Test func aFactorOfOneHasTheBitsOfNone() throws {
    let (one, none) = (try net(first: "1", last: "2 / 2"), try net())
    #expect(one.hasStepFactors && one.kind.stepFactors == nil)
    for (a, b) in zip(trained(batch(one, .adam)).snapshots, trained(batch(none, .adam)).snapshots) {
      #expect(bits(a.theta) == bits(b.theta))
    }
  }
}
