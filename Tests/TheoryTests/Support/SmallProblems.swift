import TestSupport
import Training

@testable import Theory

/// The problems most tests of geometry run on: both models, several depths, widths unlike p, and
/// more than eight samples in one of them.
enum SmallProblem: CaseIterable, Sendable {
  case diagonalSign
  case diagonalGaussian
  case depthTwo
  case depthThree
  case depthFour

  var model: Model {
    switch self {
    case .diagonalSign: .diagonalNet(dimension: 19)
    case .diagonalGaussian: .diagonalNet(dimension: 6)
    case .depthTwo: .matrixFactorization(dimension: 4, width: 3, depth: 2)
    case .depthThree: .matrixFactorization(dimension: 3, width: 5, depth: 3)
    case .depthFour: .matrixFactorization(dimension: 3, width: 4, depth: 4)
    }
  }

  var problem: RegressionProblem {
    switch self {
    case .diagonalSign:
      .generated(
        design: .sign, samples: 11, truth: .sparse(dimension: 19, sparsity: 3), dataSeed: 1)
    case .diagonalGaussian:
      .generated(
        design: .gaussian, samples: 3, truth: .sparse(dimension: 6, sparsity: 2), dataSeed: 2)
    case .depthTwo:
      .generated(design: .gaussian, samples: 9, truth: .lowRank(dimension: 4, rank: 2), dataSeed: 3)
    case .depthThree, .depthFour:
      .generated(design: .gaussian, samples: 5, truth: .lowRank(dimension: 3, rank: 1), dataSeed: 4)
    }
  }

  var landscape: Landscape { Landscape(problem, model) }

  /// Parameters of order one, the same every time.
  var theta: [Double] { uniform(model.parameterCount, in: 0.3...1.2, seed: 7, randomSigns: true) }

  /// A diagonal of S.
  var metric: [Double] { uniform(model.parameterCount, in: 0.2...5, seed: 8) }
}
