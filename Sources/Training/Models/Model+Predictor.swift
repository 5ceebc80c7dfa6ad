extension Model {
  /// The predictions of runs side by side.
  func predictor<Lanes: LaneVector>(_ products: LinearProducts<Lanes>) -> Predictor<Lanes> {
    switch self {
    case .diagonalNet(let dimension):
      let network = DiagonalLinearNetwork<Lanes>(dimension: dimension)
      return Predictor(LinearPrediction(network, products), diagonal: network)
    case .matrixFactorization(let dimension, let width, let depth):
      let network = MatrixFactorization(
        dimension: dimension, width: width, depth: depth, LaneFactorProducts<Lanes>())
      return Predictor(LinearPrediction(network, products))
    }
  }

  /// The predictions of a run by itself.
  func lonePredictor<Scalar: LookupScalar>(
    _ products: LinearProducts<SIMD16<Scalar>>
  ) -> Predictor<SIMD16<Scalar>> {
    switch self {
    case .diagonalNet:
      // Of sixteen coordinates in each vector.
      let network = DiagonalLinearNetwork<SIMD16<Scalar>>(dimension: loneLayout.vectorsOfPart)
      return Predictor(LinearPrediction(network, products), diagonal: network)
    case .matrixFactorization(let dimension, let width, let depth):
      let network = MatrixFactorization(
        dimension: dimension, width: width, depth: depth,
        LoneFactorProducts<Scalar>(largestRightCount: width * dimension))
      return Predictor(LinearPrediction(network, products))
    }
  }

  /// Where the parameters of a run by itself lie.
  var loneLayout: LoneLayout {
    switch self {
    case .diagonalNet(let dimension): LoneLayout(partCount: 2, partLength: dimension)
    case .matrixFactorization: LoneLayout(partCount: 1, partLength: parameterCount)
    }
  }

  /// Whether a run by itself holds a dense design both ways, whatever its size.
  ///
  /// The whole gradient of a factorization comes before its next predictions, so that no block of a
  /// design is near when it is read again.
  var keepsDesignBothWays: Bool {
    if case .matrixFactorization = self { true } else { false }
  }
}
