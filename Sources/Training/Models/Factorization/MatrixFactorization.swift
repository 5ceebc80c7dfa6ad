public import Parameters

/// w = vec(W_L … W_1), a p × p matrix in row-major order, with θ = (W_1, …, W_L), each row-major.
///
/// W_1 is h × p, W_2 … W_{L−1} are h × h, W_L is p × h.
struct MatrixFactorization: ModelKind {
  static let name = "matrix-factorization"
  static let synonyms = ["mf"]
  static let parameters: [Parameter] = [.dimension, .rank, .width, .depth, .initialScale]
  static let constraints: [Constraint] = [.fitsDimension(.rank, of: Block.model)]
  static let features: Set<Feature> = [.ownInputs, .rows]

  /// p ≥ 1.
  let dimension: Int
  /// h ≥ 1.
  let width: Int
  /// L ≥ 2.
  let depth: Int
  let initialScale: Double

  init(dimension: Int, width: Int, depth: Int, initialScale: Double) {
    precondition(dimension >= 1 && width >= 1, "a factorization needs rows and columns")
    precondition(depth >= 2, "a factorization has at least two factors")
    (self.dimension, self.width, self.depth) = (dimension, width, depth)
    self.initialScale = initialScale
  }

  init(_ values: borrowing Values) {
    self.init(
      dimension: values.integer(.dimension), width: values.integer(.width),
      depth: values.integer(.depth), initialScale: values.real(.initialScale))
  }

  static func truth(_ values: borrowing Values) -> GeneratedTruth {
    .lowRank(dimension: values.integer(.dimension), rank: values.integer(.rank))
  }

  static func size(of value: Values.Lookup) -> ModelSize? {
    withoutActuallyEscaping(value) { value in
      let values = Values(of: Block.model, value)
      guard let dimension = values.integer(ifGiven: .dimension) else { return nil }
      let p = Int128(dimension)
      let h = Int128(values.integer(ifGiven: .width) ?? dimension)
      let inner = Int128(values.integer(ifGiven: .depth) ?? 2) - 2
      return ModelSize(
        entries: p * p, parameters: h * (2 * p + inner * h),
        products: 3 * (p * h * p + inner * h * h * p), words: "dimension \(p)",
        entriesHint: "one for each entry of a dimension × dimension matrix")
    }
  }

  private var shapes: FactorShapes {
    FactorShapes(dimension: dimension, width: width, depth: depth)
  }

  var layout: ParameterLayout {
    let shapes = shapes
    return ParameterLayout(
      (1...depth).map { layer in
        (
          name: "W\(layer)",
          shape: [shapes.rowCount(ofLayer: layer), shapes.columnCount(ofLayer: layer)]
        )
      })
  }

  var signalCount: Int { dimension * dimension }
  var signalShape: SignalShape { .matrix(dimension: dimension) }
  var degree: Int? { depth }
  var sizes: String { "\(dimension)×\(dimension) (width \(width), depth \(depth))" }

  func predictor<Lanes: LaneVector>(on problem: RegressionProblem) -> Predictor<Lanes> {
    Predictor(LinearPrediction(network(LaneFactorProducts<Lanes>()), LinearProducts(problem)))
  }

  func lonePredictor<Scalar: LookupScalar>(
    on data: LoneData<Scalar>
  ) -> Predictor<SIMD16<Scalar>>? {
    let factors = LoneFactorProducts<Scalar>(largestRightCount: width * dimension)
    return Predictor(LinearPrediction(network(factors), data.products))
  }

  private func network<Products: FactorProducts & ~Copyable>(
    _ products: consuming Products
  ) -> FactorizationNetwork<Products> {
    FactorizationNetwork(dimension: dimension, width: width, depth: depth, products)
  }

  var loneLayout: LoneLayout? {
    LoneLayout(partCount: 1, partLength: layout.parameterCount)
  }

  var keepsDesignBothWays: Bool { true }

  /// Each factor meets a matrix of p columns three times.
  var multiplyAdds: Double { 3 * Double(layout.parameterCount) * Double(dimension) }

  func signal(of theta: [Double]) -> [Double] {
    let network = network(LaneFactorProducts<SIMD2<Double>>())
    let signal = LaneStorage<SIMD2<Double>>(repeating: .zero, count: signalCount)
    network.predict(from: LaneStorage(theta.map { SIMD2(repeating: $0) }), into: signal)
    return (0..<signalCount).map { signal[$0][0] }
  }

  /// (Σᵢ (∂fᵢ)²) / n for every parameter; eight rows of the design are pulled back side by side.
  func diagonalHessian(at theta: [Double], of problem: RegressionProblem) -> [Double] {
    let network = network(LaneFactorProducts<SIMD8<Double>>())
    let parameters = LaneStorage(theta.map { SIMD8<Double>(repeating: $0) })
    let row = LaneStorage<SIMD8<Double>>(repeating: .zero, count: signalCount)
    let gradient = LaneStorage<SIMD8<Double>>(repeating: .zero, count: theta.count)
    var sums = Array(repeating: 0.0, count: theta.count)
    // What it leaves behind for the pull-backs is what matters; `row` is overwritten.
    network.predict(from: parameters, into: row)
    for first in stride(from: 0, to: problem.sampleCount, by: 8) {
      let count = min(8, problem.sampleCount - first)
      for j in 0..<signalCount {
        var z = SIMD8<Double>.zero
        for k in 0..<count { z[k] = problem.design.entry(first + k, j) }
        row[j] = z
      }
      network.pullBack(row, at: parameters, into: gradient)
      for p in theta.indices {
        for k in 0..<count { sums[p].addProduct(gradient[p][k], gradient[p][k]) }
      }
    }
    return sums.map { $0 / Double(problem.sampleCount) }
  }

  func perSample(on problem: RegressionProblem) -> any PerSample {
    FactorizationPerSample(shapes, problem)
  }

  func python(samples _: Int) -> PythonModel {
    let layout = layout
    let product = layout.blocks.reversed().map(\.name).joined(separator: " @ ")
    let normals = "normals(init_seed, INITIALIZATION, 0, \(layout.parameterCount))"
    return PythonModel(
      layout, "sum(x * (\(product)))", sampleShape: [dimension, dimension],
      starts: layout.blocks.map { block in
        let (first, last) = (block.range.lowerBound, block.range.upperBound)
        return .init(
          block.name,
          "initial_scale * \(normals)[\(first):\(last)].reshape(\(PythonText.shape(block.shape)))")
      })
  }
}

extension Model {
  /// w = vec(W_L … W_1), a p × p matrix in row-major order, with θ = (W_1, …, W_L), each row-major.
  ///
  /// W_1 is h × p, W_2 … W_{L−1} are h × h, W_L is p × h.
  ///
  /// - Parameters:
  ///   - dimension: p ≥ 1.
  ///   - width: h ≥ 1.
  ///   - depth: L ≥ 2.
  ///   - initialScale: Standard deviation s of the initial parameters.
  /// - Returns: The model.
  public static func matrixFactorization(
    dimension: Int, width: Int, depth: Int, initialScale: Double = 0.1
  ) -> Model {
    Model(
      MatrixFactorization(
        dimension: dimension, width: width, depth: depth, initialScale: initialScale))
  }
}

extension Parameter {
  /// Rank r of a drawn truth.
  public static let rank = Parameter.ofTruth(
    "rank", longName: "rank r of the truth", symbol: "rank", place: 12
  ).with { $0.synonyms = ["r"] }

  /// h.
  public static let width = Parameter(
    "width", .integer(1...Parameter.mostEntries), longName: "width h of the layers",
    role: .problem
  ).with {
    $0.fallback = Parameter.dimension.path(in: Block.model)
    $0.synonyms = ["h"]
    $0.entersCost = true
    $0.mayFollow = true
    $0.column = Column(place: 13, absence: .label(.integer(-1)))
  }

  /// L.
  public static let depth = Parameter(
    "depth", .integer(2...Parameter.mostEntries), longName: "depth L, the number of layers",
    role: .problem, default: .integer(2)
  ).with {
    $0.synonyms = ["layers"]
    $0.entersCost = true
    $0.column = Column(
      place: 14, absence: .value(.integer(2)), otherwise: "u⊙u − v⊙v has two layers")
  }
}

extension Feature {
  /// Matrices with rows, which are the blocks of adam-mini.
  static let rows = Feature("rows")
}
