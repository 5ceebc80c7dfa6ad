public import Parameters
import RandomStreams

/// w = u ⊙ u − v ⊙ v with θ = (u, v), u and v of length `dimension`: the diagonal linear network.
struct DiagonalNet: ModelKind {
  static let name = "diagonal-net"
  static let parameters: [Parameter] = [.dimension, .sparsity, .initialScale]
  static let constraints: [Constraint] = [.fitsDimension(.sparsity, of: Block.model)]
  static let features: Set<Feature> = [.ownInputs]

  /// d ≥ 1.
  let dimension: Int
  let initialScale: Double

  init(dimension: Int, initialScale: Double) {
    precondition(dimension >= 1, "a diagonal net needs coordinates")
    (self.dimension, self.initialScale) = (dimension, initialScale)
  }

  init(_ values: borrowing Values) {
    self.init(
      dimension: values.integer(.dimension), initialScale: values.real(.initialScale))
  }

  static func truth(_ values: borrowing Values) -> GeneratedTruth {
    .sparse(dimension: values.integer(.dimension), sparsity: values.integer(.sparsity))
  }

  static func size(of value: Values.Lookup) -> ModelSize? {
    .ofVector(value, parametersEach: 2)
  }

  var layout: ParameterLayout { ParameterLayout(["u": [dimension], "v": [dimension]]) }
  var inputAxes: [String: [Int]] { ["u": [0], "v": [0]] }
  var signalCount: Int { dimension }
  var signalShape: SignalShape { .vector }
  var degree: Int? { 2 }
  var sizes: String { "\(dimension)" }

  /// u = v, so that w(θ₀) = 0 exactly.
  func initialParameters(seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed, purpose: .initialization, step: 0)
    let half = stream.normals(count: dimension).map { initialScale * $0 }
    return half + half
  }

  func predictor<Lanes: LaneVector>(on problem: RegressionProblem) -> Predictor<Lanes> {
    let network = DiagonalLinearNetwork<Lanes>(dimension: dimension)
    return Predictor(LinearPrediction(network, LinearProducts(problem)), diagonal: network)
  }

  /// Sixteen coordinates lie in each vector.
  func lonePredictor<Scalar: LookupScalar>(
    on data: LoneData<Scalar>
  ) -> Predictor<SIMD16<Scalar>>? {
    let network = DiagonalLinearNetwork<SIMD16<Scalar>>(dimension: (dimension + 15) / 16)
    return Predictor(LinearPrediction(network, data.products), diagonal: network)
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

  func python(samples _: Int) -> PythonModel {
    PythonModel(
      layout, "(u ** 2 - v ** 2) @ x", sampleShape: [dimension],
      starts: [
        .init("u", "initial_scale * normals(init_seed, INITIALIZATION, 0, \(dimension))"),
        .init("v", "start[\"u\"]"),
      ])
  }
}

extension Model {
  /// w = u ⊙ u − v ⊙ v with θ = (u, v), u and v of length `dimension` ≥ 1: the diagonal linear network.
  public static func diagonalNet(dimension: Int, initialScale: Double = 0.1) -> Model {
    Model(DiagonalNet(dimension: dimension, initialScale: initialScale))
  }
}

extension Parameter {
  /// Non-zero entries k of a drawn truth.
  public static let sparsity = Parameter.ofTruth(
    "sparsity", longName: "non-zero entries k of the truth", symbol: "k", place: 11
  ).with { $0.synonyms = ["k"] }
}
