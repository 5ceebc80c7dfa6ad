import Foundation
import Parameters
import TestSupport
import Testing

@testable import Training

/// Norms of blocks and quantities as formulas, at the states of an independent program.
@Suite struct BlockNormTests {
  private struct Golden: Decodable {
    struct Matrix: Decodable { var rows, columns: Int, frobenius, spectral, nuclear: Double }
    struct Path: Decodable { var l1, l2, mixed: Double }
    struct Case: Decodable {
      var name: String
      var outputs: Int
      var design: [[Double]]
      var targets, theta0: [Double]
      var matrices: [Matrix]
      var width, inputs: Int?
      var path: Path?
    }
    var cases: [Case]
  }

  private func agrees(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * abs(b) }

  @Test func normsAreThoseOfNumPy() throws {
    let cases = try golden(Golden.self, "block-norms.json").cases
    #expect(cases.count == 8)
    for one in cases {
      var first = 0
      for matrix in one.matrices {
        let count = matrix.rows * matrix.columns
        var norms = BlockNorms(
          of: one.theta0[first..<first + count], shape: [matrix.rows, matrix.columns])
        #expect(agrees(norms.value(.euclidean), matrix.frobenius), "\(one.name)")
        #expect(agrees(norms.value(.spectral), matrix.spectral), "\(one.name)")
        #expect(agrees(norms.value(.nuclear), matrix.nuclear), "\(one.name)")
        let ratio = matrix.frobenius / matrix.spectral
        #expect(agrees(norms.value(.stableRank), ratio * ratio), "\(one.name)")
        first += count
      }
      #expect(first == one.theta0.count)
    }
  }

  /// diag(3, 1) between two orthogonal matrices, and what stands in for a matrix of zeros.
  @Test func ranksAreThoseOfTheSingularValues() {
    // Rows and columns are orthogonal: σ = 3, 1.
    let s = 0.5.squareRoot()
    var norms = BlockNorms(of: [3 * s, 3 * s, 0, s, -s, 0], shape: [2, 3])
    var turned = BlockNorms(of: [3 * s, s, 3 * s, -s, 0, 0], shape: [3, 2])
    #expect(agrees(norms.value(.stableRank), 10.0 / 9))
    // exp(−¾ ln ¾ − ¼ ln ¼).
    let rank = exp(-0.75 * log(0.75) - 0.25 * log(0.25))
    #expect(agrees(norms.value(.effectiveRank), rank))
    for norm in BlockNorm.allCases { #expect(agrees(turned.value(norm), norms.value(norm))) }
    var zero = BlockNorms(of: [0, 0, 0, 0], shape: [2, 2])
    #expect(zero.value(.spectral) == 0 && zero.value(.nuclear) == 0)
    #expect(zero.value(.stableRank).isNaN && zero.value(.effectiveRank).isNaN)
    #expect(BlockNorm.spectral.column(ofBlock: "b", rank: 1) == nil)
    #expect(BlockNorm.euclidean.column(ofBlock: "b", rank: 1)?.name == "block_norm_b")
  }

  @Test func pathNormsCanBeWritten() throws {
    var seen = 0
    for one in try golden(Golden.self, "block-norms.json").cases {
      guard let path = one.path else { continue }
      seen += 1
      let numbers: [String: Value] = [
        "model.width": .integer(try #require(one.width)),
        "data.inputs": .integer(try #require(one.inputs)),
        "data.samples": .integer(one.targets.count), "data.outputs": .integer(one.outputs),
      ]
      let model = Model(try FormulaKind<TwoLayer>(Values(of: "model") { numbers[$0] }))
      let data = RegressionProblem(
        design: one.design.flatMap { $0 }, targets: one.targets, truth: nil)
      let problem = one.outputs == 1 ? data : try data.withClassesAsTargets(one.outputs)
      let own = OwnQuantities(
        [
          "sum(abs(a) @ abs(W))", "sqrt(sum(square(a) @ square(W)))",
          "sum(abs(a) * norm(W, axis=1))", "norm(theta - concatenate([ravel(W), ravel(a)]))",
          "h = tanh(W @ X.T)\nmax(abs(f - (a @ h).T)) + norm(W - initial_W) + k + eta * width",
        ], model: model, problem: problem, initial: one.theta0)
      let state = Observation(
        theta: one.theta0, memory: [:], step: 7, stepSize: 0.5, problem: problem, model: model,
        settings: ObservableSettings(exponent: 0, supportThreshold: 0.01))
      let values = own.values(of: state).map { $0[0] }
      #expect(agrees(values[0], path.l1) && agrees(values[1], path.l2))
      #expect(agrees(values[2], path.mixed))
      #expect(values[3] == 0)
      #expect(abs(values[4] - (7 + 0.5 * 4)) < 1e-14)
    }
    #expect(seen == 3)
  }

  /// ∂f/∂θ of a linear model is x, and data have the names of the language.
  @Test func dataAndGradientsHaveNames() {
    var problem = RegressionProblem(
      design: [1, 2, 3, 4, 5, 6], targets: [1, 0, 2], truth: [1, -1])
    problem.test = TestSet(RegressionProblem(design: [1, 1], targets: [4], truth: [1, -1]))
    let model = Model.linear(dimension: 2)
    let own = OwnQuantities(
      [
        "norm(J - X)", "sum(y)", "norm(w - w_star)", "(f_test - y_test)[0] + X_test[0, 1]",
        "samples + 10 * inputs + 100 * outputs", "trace(J.T @ J) / samples",
      ], model: model, problem: problem, initial: [0, 0])
    let state = Observation(
      theta: [2, -1], memory: [:], problem: problem, model: model,
      settings: ObservableSettings(exponent: 0, supportThreshold: 0.01))
    #expect(own.values(of: state).map { $0[0] } == [0, 3, 1, -2, 123, 91.0 / 3])
  }
}
