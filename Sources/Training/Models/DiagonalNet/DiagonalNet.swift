import RandomStreams

/// w = u ⊙ u − v ⊙ v with θ = (u, v), u and v of length `dimension`: the diagonal linear network.
struct DiagonalNet: ModelKind {
  static let name = "diagonal-net"

  /// d ≥ 1.
  let dimension: Int

  init(dimension: Int) {
    precondition(dimension >= 1, "a diagonal net needs coordinates")
    self.dimension = dimension
  }

  var layout: ParameterLayout { ParameterLayout(["u": [dimension], "v": [dimension]]) }
  var signalCount: Int { dimension }
  var signalShape: SignalShape { .vector }
  var sizes: String { "\(dimension)" }

  /// u = v, so that w(θ₀) = 0 exactly.
  func initialParameters(scale: Double, seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed, purpose: .initialization, step: 0)
    let half = stream.normals(count: dimension).map { scale * $0 }
    return half + half
  }

  func predictor<Lanes: LaneVector>(_ products: LinearProducts<Lanes>) -> Predictor<Lanes> {
    let network = DiagonalLinearNetwork<Lanes>(dimension: dimension)
    return Predictor(LinearPrediction(network, products), diagonal: network)
  }

  /// Sixteen coordinates lie in each vector.
  func lonePredictor<Scalar: LookupScalar>(
    _ products: LinearProducts<SIMD16<Scalar>>
  ) -> Predictor<SIMD16<Scalar>>? {
    let network = DiagonalLinearNetwork<SIMD16<Scalar>>(dimension: (dimension + 15) / 16)
    return Predictor(LinearPrediction(network, products), diagonal: network)
  }

  var loneLayout: LoneLayout? { LoneLayout(partCount: 2, partLength: dimension) }

  func signal(of theta: [Double]) -> [Double] {
    (0..<dimension).map {
      theta[$0] * theta[$0] - theta[dimension + $0] * theta[dimension + $0]
    }
  }

  /// 4 q ⊙ θ².
  func diagonalHessian(at theta: [Double], of problem: RegressionProblem) -> [Double] {
    theta.enumerated().map { index, x in
      4 * problem.designMeanSquares[index % dimension] * (x * x)
    }
  }

  func perSample(on problem: RegressionProblem) -> any PerSample { DiagonalNetPerSample(problem) }
}

extension Model {
  /// w = u ⊙ u − v ⊙ v with θ = (u, v), u and v of length `dimension` ≥ 1: the diagonal linear network.
  public static func diagonalNet(dimension: Int) -> Model {
    Model(DiagonalNet(dimension: dimension))
  }
}
