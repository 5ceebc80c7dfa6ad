extension Model {
  /// w(θ) of a single run, in the canonical order, shape `[signalCount]`.
  ///
  /// - Precondition: `theta.count == parameterCount`.
  public func signal(of theta: [Double]) -> [Double] {
    precondition(theta.count == parameterCount, "one value for every parameter")
    switch self {
    case .diagonalNet(let dimension):
      return (0..<dimension).map {
        theta[$0] * theta[$0] - theta[dimension + $0] * theta[dimension + $0]
      }
    }
  }

  /// The diagonal of H = JᵀJ/n, shape `[parameterCount]`.
  ///
  /// For a diagonal net 4 q ⊙ θ², qⱼ = (1/n) Σᵢ zᵢⱼ² repeated for u and v.
  ///
  /// - Precondition: `theta.count == parameterCount`, and the model fits the problem.
  public func diagonalHessian(at theta: [Double], of problem: RegressionProblem) -> [Double] {
    precondition(theta.count == parameterCount, "one value for every parameter")
    precondition(signalCount == problem.signalCount, "the model's signal has the problem's length")
    switch self {
    case .diagonalNet(let dimension):
      return theta.enumerated().map { index, x in
        4 * problem.designMeanSquares[index % dimension] * (x * x)
      }
    }
  }
}
