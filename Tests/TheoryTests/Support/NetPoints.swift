import DenseAlgebra
import TestSupport
import Training

@testable import Theory

/// Points of a diagonal net with d = 30 and n = 11: which of u and v are above 1 % of the largest.
enum NetPoint: CaseIterable, Sendable {
  case allActive
  case onlyU
  case onlyV
  case eitherOfEachPair
  case someInactive
  case somePairsZero
  /// Two samples are combinations of others.
  case dependentRows
  /// Fewer active coordinates than samples.
  case fullColumnRank
  /// As many.
  case squareOfFullRank

  static let dimension = 30

  var theta: [Double] {
    let d = Self.dimension
    var theta = uniform(2 * d, in: 0.3...1.2, seed: 5, randomSigns: true)
    for j in 0..<d {
      switch self {
      case .allActive, .dependentRows: break
      case .onlyU: theta[d + j] = 0
      case .onlyV: theta[j] = 0
      case .eitherOfEachPair: theta[j % 3 == 0 ? j : d + j] *= 1e-3
      case .someInactive:
        if j % 4 == 1 { theta[j] *= 1e-3 }
        if j % 5 == 2 { theta[d + j] = 0 }
        if j % 7 == 3 { (theta[j], theta[d + j]) = (1e-5, -1e-4) }
      case .somePairsZero: if j % 3 == 0 { (theta[j], theta[d + j]) = (0, 0) }
      case .fullColumnRank, .squareOfFullRank:
        theta[d + j] = 0
        if j >= (self == .squareOfFullRank ? 11 : 7) { theta[j] *= 1e-3 }
      }
    }
    return theta
  }

  func problem(_ kind: DesignKind) -> RegressionProblem {
    let (n, d) = (11, Self.dimension)
    let problem = RegressionProblem.generated(
      design: kind, samples: n, truth: .sparse(dimension: d, sparsity: 3), dataSeed: 6)
    guard self == .dependentRows else { return problem }
    var rows = (0..<n).map { i in (0..<d).map { problem.designEntry(i, $0) } }
    rows[3] = rows[8]
    rows[10] = zip(rows[0], rows[1]).map { $0 - 2 * $1 }
    return RegressionProblem(
      design: rows.flatMap { $0 }, targets: problem.targets, truth: problem.truth)
  }
}

/// |θ| where it is above 1 % of the largest, else 0.
func activeScale(_ theta: [Double]) -> [Double] {
  let limit = 0.01 * maximumMagnitude(theta)
  return theta.map { abs($0) > limit ? abs($0) : 0 }
}
