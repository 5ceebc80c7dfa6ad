import DenseAlgebra
import Parameters
import TestSupport
import Testing
import Training

@testable import Theory

/// The eigenvalues of S^½ H S^½ on the manifold, and what is judged by them.
@Suite struct NormalCurvatureTests {
  /// Against an independent program that forms H: factorization, tanh nets, diagonal net, two classes and three;
  /// sgd, adam, shampoo on both sides and on one.
  @Test func everyCaseAgrees() throws {
    let cases = try golden(GoldenCurvature.self, "normal-curvature.json").cases
    #expect(cases.count == 14)
    for reference in cases {
      let (problem, model) = try reference.made()
      let optimizer: Optimizer =
        switch reference.optimizer {
        case "adam": .adam
        case "shampoo": .shampoo
        case "shampoo-one-sided": .leftShampoo
        default: .sgd
        }
      let preconditioner = try #require(
        StatePreconditioner(
          optimizer, on: model, exponent: .nan, epsilon: reference.epsilon, written: nil,
          secondMoment: reference.secondMoment))
      let curvature = try #require(
        NormalCurvature(
          of: reference.theta0, problem: problem, model: model, preconditioner: preconditioner))
      #expect(abs(curvature.largest / reference.lambdaMax - 1) < 1e-9, "\(reference.name)")
      #expect(abs(curvature.least / reference.lambdaMin - 1) < 1e-7, "\(reference.name)")
      if reference.optimizer == "sgd" { #expect(curvature.leastOfHessian == curvature.least) }
    }
  }

  /// The n × n matrix has the eigenvalues of the P × P one, which are 0 but for n of them.
  @Test(arguments: SmallProblem.allCases)
  func eigenvaluesAreThoseOfTheLargeMatrix(small: SmallProblem) throws {
    let point = small.landscape.point(small.theta)
    let count = small.theta.count
    let roots = small.metric.map { $0.squareRoot() }
    var matrix = Array(repeating: 0.0, count: count * count)
    for row in point.rows {
      for p in 0..<count {
        for q in 0..<count {
          matrix[p * count + q] +=
            roots[p] * row[p] * row[q] * roots[q] / Double(point.sampleCount)
        }
      }
    }
    let all = try #require(SymmetricEigenpairs(matrix, dimension: count)).values.reversed()
    let spectrum = try #require(NormalSpectrum(point, metric: .diagonal(small.metric)))
    let rank = min(point.residuals.count, count)
    #expect(spectrum.values.count == rank)
    let expected = Array(all.prefix(rank))
    #expect(relativeError(spectrum.values, expected) < 1e-12)
    #expect(abs(spectrum.gap - (1 - expected[1] / expected[0])) < 1e-12)
    #expect(all.dropFirst(rank).allSatisfy { abs($0) < 1e-12 * expected[0] })
  }

  /// Samples that are alike give an eigenvalue of 0, which is not the least.
  @Test func dependentRowsDoNotCount() throws {
    let problem = RegressionProblem(design: [1, 2, 2, 4], targets: [1, 2], truth: nil)
    let theta = [0.6, 0.7, 0.2, 0.1]
    let point = Landscape(problem, .diagonalNet(dimension: 2)).point(theta)
    let spectrum = try #require(NormalSpectrum(point, metric: .identity(4)))
    #expect(spectrum.values.count == 1 && spectrum.gap == 1)
    // H = (1/2)(g gᵀ + 4 g gᵀ), g = (2·0.6, 4·0.7, −2·0.2, −4·0.1).
    let square = 1.44 + 7.84 + 0.16 + 0.16
    #expect(abs(spectrum.values[0] / (2.5 * square) - 1) < 1e-14)
  }

  @Test func aStateWithoutAPointOrAMetricHasNone() throws {
    let small = SmallProblem.depthTwo
    let sgd = try #require(
      StatePreconditioner(
        .sgd, on: small.model, exponent: .nan, epsilon: .nan, written: nil, secondMoment: []))
    let lost = Array(repeating: Double.nan, count: small.theta.count)
    #expect(
      NormalCurvature(
        of: lost, problem: small.problem, model: small.model, preconditioner: sgd) == nil)
    // v of another length, and rules whose S is not known.
    for (optimizer, v) in [(Optimizer.adam, [1.0]), (.lion, []), (.shampoo, [])] {
      #expect(
        StatePreconditioner(
          optimizer, on: small.model, exponent: .nan, epsilon: 1e-6, written: nil, secondMoment: v)
          == nil)
    }
  }

  /// e/(2λ), its share, e w/λ and e λ_max, and which of them are a reason for doubt.
  @Test func whatIsJudgedByTheCurvature() throws {
    let problem = RegressionProblem(design: [1], targets: [4], truth: nil)
    let sgd = try #require(
      StatePreconditioner(
        .sgd, on: .diagonalNet(dimension: 1), exponent: .nan, epsilon: .nan, written: nil,
        secondMoment: []))
    // u = 2: H has 4u² = 16.
    let curvature = try #require(
      NormalCurvature(
        of: [2, 0], problem: problem, model: .diagonalNet(dimension: 1), preconditioner: sgd))
    let values = curvature.values(
      step: 0.1, horizon: 0.05, decay: 32, isDecayPreconditioned: false, needsGap: true)
    let expected = [16, 16, 1, 0.1 / 32, 0.0625, 0.2, 1.6]
    #expect(relativeError(values, expected) < 1e-14)
    let doubts = zip(NormalCurvature.quantities, values).filter {
      $0.caution?.holds(of: $1) ?? false
    }
    #expect(
      doubts.map(\.0.name) == ["initial_layer_share", "decay_offset", "step_times_sharpness"])
    let small = curvature.values(
      step: 0.01, horizon: 2, decay: 0, isDecayPreconditioned: false, needsGap: false)
    #expect(small[2].isNaN)
    #expect(
      zip(NormalCurvature.quantities, small).allSatisfy { !($0.caution?.holds(of: $1) ?? false) })
    let text = try #require(doubts[0].0.caution).text(runs: "1 of 2 runs", value: "6.25")
    #expect(
      text.hasPrefix(
        "In 1 of 2 runs the initial layer e/(2λ_min) takes up to 6.25 % of the horizon."),
      "\(text)")
  }
}
