import Formulas
import TestSupport
import Testing

@testable import Training

/// Formula models in the training loop, and against models by hand.
@Suite struct GraphTrainingTests {
  /// Trains a model for some steps and gives θ of each run.
  private func train(
    _ model: Model, _ problem: RegressionProblem, from theta: [Double], runs: Int = 5,
    precision: Precision = .float64
  ) -> [[Double]] {
    let configuration = TrainingConfiguration(
      problem: problem, model: model, optimizer: .adam, precision: precision, noise: .label(),
      initialParameters: theta,
      lanes: (0..<runs).map {
        LaneParameters(
          stepSize: 1e-2 / Double($0 + 1), oneMinusBeta2: 0.05, noiseScale: 0.1,
          noiseSeed: UInt64($0))
      }, steps: 20, snapshotSteps: [20])
    var thetas: [[Double]] = []
    _ = Training.train(
      configuration, recording: { thetas.append($0.theta) }, shouldContinue: { _ in true })
    return thetas
  }

  private func formula(_ text: String, _ layout: ParameterLayout, input: Shape) throws -> Model {
    let blocks = layout.blocks.map {
      ModelText.Block(name: $0.name, extents: $0.shape.map { "\($0)" })
    }
    return Model(
      FormulaKind<WrittenFormula>(
        try GraphModel(ModelText(blocks: blocks, prediction: text), input: input, samples: 20)))
  }

  private func problem(_ truth: GeneratedTruth) -> RegressionProblem {
    .generated(design: .gaussian, samples: 20, truth: truth, dataSeed: 3)
  }

  @Test func aDiagonalNetIsItsFormula() throws {
    let problem = problem(.sparse(dimension: 30, sparsity: 3))
    let net = Model.diagonalNet(dimension: 30, initialScale: 0.3)
    let formula = try formula("x @ (u * u - v * v)", net.layout, input: .vector(30))
    let theta = net.initialParameters(seed: 1)
    #expect(formula.signal(of: theta) == net.signal(of: theta))
    let pairs = zip(
      train(net, problem, from: theta), train(formula, problem, from: theta))
    for (byHand, byFormula) in pairs { #expect(deviation(byFormula, byHand) < 1e-13) }
    #expect(pairs.map(\.0).count == 5)
  }

  @Test func aFactorizationIsItsFormula() throws {
    let problem = problem(.lowRank(dimension: 5, rank: 1))
    let factors = Model.matrixFactorization(
      dimension: 5, width: 3, depth: 2, initialScale: 0.5)
    let formula = try formula("sum(x * (W2 @ W1))", factors.layout, input: .matrix(5, 5))
    let theta = factors.initialParameters(seed: 1)
    #expect(formula.signal(of: theta) == factors.signal(of: theta))
    let pairs = zip(
      train(factors, problem, from: theta), train(formula, problem, from: theta))
    for (byHand, byFormula) in pairs { #expect(deviation(byFormula, byHand) < 1e-13) }
    #expect(
      deviation(
        formula.diagonalHessian(at: theta, of: problem),
        factors.diagonalHessian(at: theta, of: problem)) < 1e-13)
  }

  /// A run alone has the bits of a run among others.
  @Test(arguments: [Precision.float64, .float32]) func runsDoNotMeet(precision: Precision) throws {
    let problem = problem(.sparse(dimension: 6, sparsity: 2))
    let text = "h = tanh(W @ x + b)\na @ h"
    let model = try formula(
      text, ParameterLayout(["W": [4, 6], "b": [4], "a": [4]]), input: .vector(6))
    var generator = SplitMix64(seed: 8)
    let theta = (0..<32).map { _ in Double.random(in: -1...1, using: &generator) }
    let many = train(model, problem, from: theta, runs: 16, precision: precision)
    for runs in [1, 2, 3, 5, 9] {
      let few = train(model, problem, from: theta, runs: runs, precision: precision)
      #expect(few == Array(many[..<runs]))
    }
    #expect(Set(many.map { $0[0] }).count == 16)
  }
}
