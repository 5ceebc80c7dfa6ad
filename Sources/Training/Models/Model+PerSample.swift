extension Model {
  /// The predictions on a problem's data and their derivatives, sample by sample.
  ///
  /// - Precondition: The model's signal has the problem's length.
  public func perSample(on problem: RegressionProblem) -> any PerSample {
    precondition(
      signalCount == problem.signalCount, "the model's signal has the problem's length")
    switch self {
    case .diagonalNet: return DiagonalNetPerSample(problem)
    case .matrixFactorization(let dimension, let width, let depth):
      return FactorizationPerSample(
        FactorShapes(dimension: dimension, width: width, depth: depth), problem)
    }
  }
}
