import DenseAlgebra
import ElementaryFunctions
import Formulas
import TestSupport
import Testing

@testable import Theory
@testable import Training

/// θ̇ = −∇L against closed forms, what it conserves, and the order of the method.
@Suite struct GradientFlowTests {
  private func solution(
    _ problem: RegressionProblem, _ model: Model, _ loss: Loss = .squared, from theta: [Double],
    at times: [Double], tolerance: Double = 1e-10
  ) -> SlowSolution {
    let start = SlowProgress(at: SlowState(theta: theta, secondMoment: [], time: 0))
    var integration = GradientFlow(problem: problem, model: model, loss: loss)
      .integration(from: start, tolerance: tolerance)
    return integration.solve(at: times, shouldContinue: { _ in true })
  }

  /// n = 1 of a linear model: wⱼ(t) moves along x by (y − f₀)(1 − e^{−‖x‖²t}).
  @Test func aLinearModelRelaxes() {
    let problem = RegressionProblem(design: [1, 2, -2], targets: [3], truth: nil)
    let times = [0, 0.01, 0.1, 1, 50]
    let found = solution(problem, .linear(dimension: 3), from: [0.5, 0, 0], at: times)
    #expect(found.status == .completed)
    for (state, time) in zip(found.states, times) {
      let moved = 2.5 * (1 - Elementary.exp(-9 * time)) / 9
      #expect(deviation(state.theta, [0.5 + moved, 2 * moved, -2 * moved]) < 1e-9)
    }
  }

  /// n = d = 1 of a diagonal net from v = 0: u² is logistic, and u v is conserved.
  @Test func aDiagonalNetIsLogistic() {
    let problem = RegressionProblem(design: [1], targets: [1], truth: nil)
    let found = solution(
      problem, .diagonalNet(dimension: 1), from: [0.1, 0], at: [0, 0.5, 1, 3, 10])
    for state in found.states {
      let odds = 0.01 / 0.99 * Elementary.exp(4 * state.time)
      #expect(abs(state.theta[0] * state.theta[0] - odds / (1 + odds)) < 1e-8)
      #expect(state.theta[1] == 0)
    }
    #expect(found.states.count == 5)
  }

  /// uⱼ vⱼ of a net and W₂ᵀW₂ − W₁W₁ᵀ of a factorization stay what they are.
  @Test func whatIsConservedStays() {
    let net = Model.diagonalNet(dimension: 9)
    let sparse = RegressionProblem.generated(
      design: .gaussian, samples: 6, truth: .sparse(dimension: 9, sparsity: 2), dataSeed: 3)
    let theta = (0..<18).map { 0.3 + 0.1 * Double(($0 * 7) % 5) }
    let ofNet = solution(sparse, net, from: theta, at: [20]).states[0].theta
    #expect(deviation(ofNet, theta) > 0.1)
    for j in 0..<9 { #expect(abs(ofNet[j] * ofNet[9 + j] - theta[j] * theta[9 + j]) < 1e-8) }

    let factors = Model.matrixFactorization(dimension: 3, width: 4, depth: 2)
    let lowRank = RegressionProblem.generated(
      design: .gaussian, samples: 7, truth: .lowRank(dimension: 3, rank: 1), dataSeed: 3)
    let start = factors.initialParameters(seed: 4).map { 5 * $0 }
    let end = solution(lowRank, factors, from: start, at: [30]).states[0].theta
    func balance(_ theta: [Double]) -> [Double] {
      // W₁ is 4 × 3, W₂ is 3 × 4.
      (0..<16).map { place in
        let (a, b) = (place / 4, place % 4)
        return (0..<3).reduce(0.0) { sum, k in
          sum + theta[12 + 4 * k + a] * theta[12 + 4 * k + b] - theta[3 * a + k] * theta[3 * b + k]
        }
      }
    }
    #expect(deviation(end, start) > 0.1)
    #expect(deviation(balance(end), balance(start)) < 1e-7)
  }

  /// Gradient descent tends to it as η falls, with the first power.
  @Test(arguments: [Loss.squared, .logistic, .huber()])
  func gradientDescentTendsToIt(loss: Loss) {
    let model = Model.diagonalNet(dimension: 6)
    var problem = RegressionProblem.generated(
      design: .gaussian, samples: 8, truth: .sparse(dimension: 6, sparsity: 2), dataSeed: 3)
    if loss == .logistic { problem = problem.withSignsAsTargets() }
    let theta = (0..<12).map { 0.3 + 0.1 * Double(($0 * 7) % 5) }
    let flow = solution(problem, model, loss, from: theta, at: [1]).states[0].theta
    let errors = [100, 200].map { steps -> Double in
      var end: [Double] = []
      _ = train(
        TrainingConfiguration(
          problem: problem, model: model, loss: loss, optimizer: .sgd, precision: .float64,
          noise: .none, initialParameters: theta,
          lanes: [LaneParameters(stepSize: 1 / Double(steps))], steps: steps,
          snapshotSteps: [steps]), recording: { end = $0.theta }, shouldContinue: { _ in true })
      return deviation(end, flow)
    }
    #expect(errors[0] > 1e-6)
    #expect(abs(errors[0] / errors[1] - 2) < 0.1, "\(errors)")
  }

  /// Steps of one length have errors of its fifth power.
  @Test func theMethodIsOfOrderFive() throws {
    let problem = RegressionProblem(design: [1], targets: [1], truth: nil)
    let flow = GradientFlow(problem: problem, model: .diagonalNet(dimension: 1), loss: .squared)
    func error(_ steps: Int) throws -> Double {
      var point = flow.point([0.5, 0.3])
      for _ in 0..<steps {
        let step = try #require(
          FlowStep(flow, from: point, h: 2 / Double(steps), tolerance: 1e-12))
        point = flow.point(step.theta)
      }
      let exact = solution(
        problem, .diagonalNet(dimension: 1), from: [0.5, 0.3], at: [2], tolerance: 1e-13)
      return deviation(point.theta, exact.states[0].theta)
    }
    let errors = try [8, 16, 32].map(error)
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      let order = Elementary.log(coarse / fine) / Elementary.log(2)
      #expect(order > 4.3 && order < 6.5, "\(errors)")
    }
  }

  /// A mode of 10⁶ beside one of 1: steps follow the slow one.
  @Test func aFastModeBoundsNoStep() {
    let problem = RegressionProblem(
      design: [1000, 0, 0, 1], targets: [500, 2], truth: nil)
    let found = solution(
      problem, .linear(dimension: 2), from: [0, 0], at: [10], tolerance: 1e-8)
    // L has 1/2n.
    #expect(abs(found.states[0].theta[0] - 0.5) < 1e-7)
    #expect(abs(found.states[0].theta[1] - 2 * (1 - Elementary.exp(-5))) < 1e-6)
    #expect(found.acceptedSteps < 200, "\(found.acceptedSteps)")
  }

  /// A flow that goes on from its progress has the bits of one that never stopped, and what is asked for has no
  /// effect.
  @Test func itGoesOnFromItsProgress() {
    let model = Model.diagonalNet(dimension: 6)
    let problem = RegressionProblem.generated(
      design: .gaussian, samples: 8, truth: .sparse(dimension: 6, sparsity: 2), dataSeed: 3)
    let theta = (0..<12).map { 0.3 + 0.1 * Double(($0 * 7) % 5) }
    let flow = GradientFlow(problem: problem, model: model, loss: .squared)
    let start = SlowProgress(at: SlowState(theta: theta, secondMoment: [], time: 0))
    var whole = flow.integration(from: start, tolerance: 1e-7)
    let states = whole.solve(at: [1, 5], shouldContinue: { _ in true }).states
    var progress = start
    while progress.state.time + progress.stepSize < 5 {
      var piece = flow.integration(from: progress, tolerance: 1e-7)
      #expect(piece.advance() == nil)
      progress = piece.progress
    }
    let piece = flow.integration(from: progress, tolerance: 1e-7)
    #expect(piece.state(at: 5).state?.theta == states[1].theta)
  }

  /// Soft-max of three classes and soft labels of two: the flow goes down the mean loss.
  @Test func itIsThatOfTheMeanLoss() {
    let model = Model.linear(dimension: 2)
    let problem = RegressionProblem(
      design: [1, 0, 0, 1, 1, 1], targets: [1, 1, -1], truth: nil
    ).withSignProbabilities([0.9, 0.6, 0.5])
    let end = solution(problem, model, .logistic, from: [0, 0], at: [1e4]).states[0].theta
    let gradient = LossPoint(
      end, of: model.perSample(on: problem), problem: problem, loss: .logistic
    ).gradient
    #expect(maximumMagnitude(gradient) < 1e-9)
  }
}
