/// w = u ⊙ u − v ⊙ v with θ = (u, v), sample by sample.
struct DiagonalNetPerSample: SeparablePerSample {
  let design: BlockedDesign
  let designMeanSquares: [Double]

  init(_ problem: RegressionProblem) {
    design = BlockedDesign(problem)
    designMeanSquares = problem.designMeanSquares
  }

  private var dimension: Int { design.columnCount }

  var parameterCount: Int { 2 * dimension }

  /// Every slope is a multiple of its parameter.
  var keepsSigns: Bool { true }

  /// Every parameter by itself.
  var vanishingGroups: [[Int]] { (0..<parameterCount).map { [$0] } }

  func signal(at theta: [Double]) -> [Double] {
    let dimension = dimension
    return (0..<dimension).map {
      theta[$0] * theta[$0] - theta[dimension + $0] * theta[dimension + $0]
    }
  }

  /// 2u and −2v.
  func slopes(at theta: [Double]) -> [Double] {
    let dimension = dimension
    return theta.indices.map { ($0 < dimension ? 2 : -2) * theta[$0] }
  }

  /// 2 and −2.
  func bends(at _: [Double]) -> [Double] {
    Array(repeating: 2, count: dimension) + Array(repeating: -2, count: dimension)
  }
}
