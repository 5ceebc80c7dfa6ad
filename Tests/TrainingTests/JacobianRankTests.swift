import Formulas
import Testing

@testable import Training

/// The rank of the Jacobian of all predictions.
@Suite struct JacobianRankTests {
  private func rank(_ model: Model, _ problem: RegressionProblem, _ theta: [Double]) -> Double {
    let state = Observation(
      theta: theta, memory: [:], problem: problem, model: model,
      settings: ObservableSettings(exponent: 0, supportThreshold: 0.01))
    return JacobianRank().values(of: state)[0]
  }

  private func problem(_ samples: Int, _ dimension: Int) -> RegressionProblem {
    .generated(
      design: .gaussian, samples: samples, truth: .sparse(dimension: dimension, sparsity: 1),
      dataSeed: 4)
  }

  @Test func itIsTheSmallerSizeOfALinearModel() {
    #expect(rank(.linear(dimension: 9), problem(5, 9), Array(repeating: 0, count: 9)) == 5)
    #expect(rank(.linear(dimension: 4), problem(11, 4), Array(repeating: 1, count: 4)) == 4)
    // A sample that is there twice.
    let twice = RegressionProblem(
      design: [1, 2, 3, 0.1, 0.2, 0.3, 1, 2, 3], targets: [0, 0, 0], truth: nil)
    #expect(rank(.linear(dimension: 3), twice, [0, 0, 0]) == 1)
  }

  /// ∂f/∂u = 2u ⊙ x: entries at 0 do not count.
  @Test func onADiagonalNetItCountsWhatIsNotZero() {
    var theta = Array(repeating: 0.0, count: 24)
    let net = Model.diagonalNet(dimension: 12)
    #expect(rank(net, problem(8, 12), theta) == 0)
    for (count, place) in [3, 15, 5, 0].enumerated() {
      theta[place] = 0.3
      // Places 3 and 15 are u and v of one entry.
      #expect(rank(net, problem(8, 12), theta) == Double(max(count, 1)))
    }
    theta[1] = .nan
    #expect(rank(net, problem(8, 12), theta).isNaN)
  }

  /// Each output has its own row.
  @Test func outputsHaveTheirRows() throws {
    let text = ModelText(
      blocks: [.init(name: "W", extents: ["2", "3"])], prediction: "W @ x")
    let model = try Model.formula(text, input: .vector(3), outputs: 2, samples: 4)
    let problem = try RegressionProblem(
      design: [1, 0, 0, 0, 1, 0, 1, 1, 0, 2, 3, 0], targets: [0, 1, 1, 0], truth: nil
    ).withClassesAsTargets(2)
    #expect(rank(model, problem, Array(repeating: 0, count: 6)) == 4)
  }
}
