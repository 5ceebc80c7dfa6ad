import Foundation
import TestSupport
import Testing
import Training

@testable import Theory

/// The label-noise equation where labels are drawn anew at each step.
@Suite struct DrawnLabelsTests {
  /// Against an independent program: two and three classes, sgd and adam.
  @Test func everyCaseAgreesToOneInAMillion() throws {
    let cases = try golden(GoldenDraws.self, "drawn-slow-ode.json").cases
    #expect(cases.count == 4)
    for reference in cases {
      let isAdaptive = reference.optimizer == "adam"
      let equation = LabelNoiseODE(
        problem: try reference.problem, model: try reference.model(),
        optimizer: isAdaptive ? .adam : .sgd, exponent: 0.5, epsilon: reference.epsilon,
        alpha: reference.alpha, relaxationRate: reference.c)
      #expect(abs(reference.alpha * Double(reference.samples) - 1) < 1e-12)
      let start = SlowState(
        theta: reference.theta0, secondMoment: isAdaptive ? reference.v0 ?? [] : [], time: 0)
      let solution = equation.solve(
        from: start, at: reference.solution.map(\.time), tolerance: 1e-9
      ) { _ in true }
      #expect(solution.status == .completed, "\(reference.name)")
      for (state, point) in zip(solution.states, reference.solution) {
        #expect(relativeError(state.theta, point.theta) < 1e-6, "\(reference.name)")
        if let v = point.v, isAdaptive {
          #expect(relativeError(state.secondMoment, v) < 1e-6, "\(reference.name)")
        }
      }
      #expect(solution.states.count == reference.solution.count)
    }
  }

  /// The projection ends where the prediction is the logit of each label's probability.
  @Test func theManifoldIsThatOfTheProbabilities() throws {
    let reference = try #require(try golden(GoldenDraws.self, "drawn-slow-ode.json").cases.first)
    let (problem, model) = (try reference.problem, try reference.model())
    let near = reference.theta0.indices.map {
      reference.theta0[$0] + 0.01 * Double(($0 * 7) % 5 - 2)
    }
    let (theta, status) = project(near, onto: problem, model: model, metric: nil)
    #expect(status.hasConverged)
    let predictions = model.perSample(on: problem).point(theta).predictions
    for (f, q) in zip(predictions, reference.probabilities) {
      #expect(abs(1 / (1 + exp(-f)) - q) < 1e-12)
    }
    #expect(problem.hasOpenLabels)
    #expect(!problem.withSignProbabilities([0, 0.5, 0.5, 0.5, 0.5, 1]).hasOpenLabels)
  }
}
