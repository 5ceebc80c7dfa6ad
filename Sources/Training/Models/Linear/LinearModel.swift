import Parameters

/// f = w · x with θ = w: the linear model.
struct LinearModel: ModelKind {
  static let name = "linear"
  static let parameters: [Parameter] = [.dimension, .sparsity, .initialScale]
  static let constraints: [Constraint] = [.fitsDimension(.sparsity, of: Block.model)]
  static let features: Set<Feature> = [.ownInputs]
  static let since = 3

  /// d ≥ 1.
  let dimension: Int
  let initialScale: Double

  init(dimension: Int, initialScale: Double) {
    precondition(dimension >= 1, "a linear model needs coordinates")
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
    .ofVector(value, parametersEach: 1)
  }

  var layout: ParameterLayout { ParameterLayout(["w": [dimension]]) }
  var inputAxes: [String: [Int]] { ["w": [0]] }
  var signalCount: Int { dimension }
  var signalShape: SignalShape { .vector }
  var degree: Int? { 1 }
  var sizes: String { "\(dimension)" }

  func predictor<Lanes: LaneVector>(on problem: RegressionProblem) -> Predictor<Lanes> {
    let network = IdentityParametrization<Lanes>(dimension: dimension)
    return Predictor(LinearPrediction(network, LinearProducts(problem)))
  }

  /// Sixteen coordinates lie in each vector.
  func lonePredictor<Scalar: LookupScalar>(
    on data: LoneData<Scalar>
  ) -> Predictor<SIMD16<Scalar>>? {
    let network = IdentityParametrization<SIMD16<Scalar>>(dimension: (dimension + 15) / 16)
    return Predictor(LinearPrediction(network, data.products))
  }

  var loneLayout: LoneLayout? { LoneLayout(partCount: 1, partLength: dimension) }

  func signal(of theta: [Double]) -> [Double] { theta }

  /// The mean squares of the design's columns.
  func diagonalHessian(at _: [Double], of problem: RegressionProblem) -> [Double] {
    problem.designMeanSquares
  }

  func perSample(on problem: RegressionProblem) -> any PerSample {
    LinearPerSample(
      design: BlockedDesign(problem), designMeanSquares: problem.designMeanSquares)
  }

  func python(samples _: Int) -> PythonModel {
    PythonModel(
      layout, "w @ x", sampleShape: [dimension],
      starts: [.init("w", "initial_scale * normals(init_seed, INITIALIZATION, 0, \(dimension))")])
  }
}

extension Model {
  /// f = w · x with θ = w of length `dimension` ≥ 1.
  public static func linear(dimension: Int, initialScale: Double = 0.1) -> Model {
    Model(LinearModel(dimension: dimension, initialScale: initialScale))
  }
}

/// w = θ.
struct IdentityParametrization<Lanes: LaneVector>: Parametrization {
  /// d, the length of θ and of w.
  let dimension: Int

  var parameterCount: Int { dimension }
  var signalCount: Int { dimension }

  func predict(
    from theta: borrowing LaneStorage<Lanes>, into signal: borrowing LaneStorage<Lanes>
  ) {
    for j in 0..<dimension { signal[j] = theta[j] }
  }

  func pullBack(
    _ signalGradient: borrowing LaneStorage<Lanes>, at _: borrowing LaneStorage<Lanes>,
    into gradient: borrowing LaneStorage<Lanes>
  ) {
    for j in 0..<dimension { gradient[j] = signalGradient[j] }
  }
}

/// w = θ, sample by sample.
struct LinearPerSample: SeparablePerSample {
  let design: BlockedDesign
  let designMeanSquares: [Double]

  var parameterCount: Int { design.columnCount }

  func signal(at theta: [Double]) -> [Double] { theta }

  func slopes(at theta: [Double]) -> [Double] { Array(repeating: 1, count: theta.count) }

  func bends(at theta: [Double]) -> [Double] { Array(repeating: 0, count: theta.count) }
}
