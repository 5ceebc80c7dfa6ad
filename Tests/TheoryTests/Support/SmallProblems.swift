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

/// Numbers from a fixed stream.
func uniform(
  _ count: Int, in range: ClosedRange<Double>, seed: UInt64, randomSigns: Bool = false
) -> [Double] {
  var generator = SplitMix64(seed: seed)
  return (0..<count).map { _ in
    let value = Double.random(in: range, using: &generator)
    return randomSigns && Bool.random(using: &generator) ? -value : value
  }
}

/// Σ xᵢ yᵢ.
func inner(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

/// ‖x − y‖_∞ / ‖y‖_∞.
func relativeError(_ x: [Double], _ y: [Double]) -> Double {
  let scale = y.reduce(0) { max($0, abs($1)) }
  return zip(x, y).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
}

/// FNV-1a of 64 bits over the bytes of the bit patterns, low byte first.
func fnv1a(_ values: [Double]) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for value in values {
    for shift in stride(from: 0, to: 64, by: 8) {
      hash = (hash ^ (value.bitPattern >> UInt64(shift) & 0xff)) &* 0x100_0000_01b3
    }
  }
  return hash
}
