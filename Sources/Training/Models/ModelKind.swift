import Parameters
import RandomStreams

/// A parametrization of predictions: what a folder here says of it.
protocol ModelKind: SizedKind {
  /// The truth that generated data are made of.
  static func truth(_ values: borrowing Values) -> GeneratedTruth

  /// The blocks of θ.
  var layout: ParameterLayout { get }
  /// What formulas over the model may name beside them.
  var given: ModelGivens { get }
  /// The axes of blocks, by name, whose places are the inputs of a sample that is a vector.
  var inputAxes: [String: [Int]] { get }
  /// The length of a sample.
  var inputCount: Int { get }
  /// The shape of a sample that is a matrix; nil for others.
  var sampleShape: [Int]? { get }
  /// Rows and columns of a matrix whose entries are the samples; nil for others.
  var entryShape: [Int]? { get }
  /// C, the number of predictions for a sample.
  var outputCount: Int { get }
  /// q, the length of the signal w(θ); 0 of a model that is not linear in its samples.
  var signalCount: Int { get }
  /// What the signal is, which decides what observables of it mean.
  var signalShape: SignalShape { get }
  /// k where f(cθ) = cᵏ f(θ) for c > 0; nil where there is no such k.
  var degree: Int? { get }
  /// The formula that it stands for, as a block of a sweep file; nil where it is none.
  var formula: String? { get }
  /// Its sizes, in few words.
  var sizes: String { get }

  /// Standard deviation s of the initial parameters.
  var initialScale: Double { get }

  /// What the step sizes of its blocks are multiplied by; nil where none is.
  var stepFactors: StepFactors? { get }
  /// Whether a block says such a factor, be it 1.
  var saysStepFactors: Bool { get }

  /// Random initial parameters; see ``Model/initialParameters(seed:)``.
  func initialParameters(seed: UInt64) -> [Double]

  /// The model with other numbers in blocks that are not trained; nil where it has no such blocks.
  func fixing(_ blocks: [String: [Double]]) -> Model?

  /// It and its start as Python, or why there is none.
  ///
  /// - Parameter samples: n, as a formula may name it.
  /// - Returns: The model.
  /// - Throws: The reason.
  func python(samples: Int) throws(NoPython) -> PythonModel

  // MARK: In lanes

  /// The predictions of runs side by side.
  func predictor<Lanes: LaneVector>(on problem: RegressionProblem) -> Predictor<Lanes>

  /// The predictions of a run by itself; nil for a model that goes in lanes only.
  func lonePredictor<Scalar: LookupScalar>(
    on data: LoneData<Scalar>
  ) -> Predictor<SIMD16<Scalar>>?

  /// Where the parameters of a run by itself lie; nil for a model that goes in lanes only.
  var loneLayout: LoneLayout? { get }

  /// Whether a run by itself holds a dense design both ways, whatever its size.
  ///
  /// Where the whole gradient comes before the next predictions, no block of a design is near when it is
  /// read again.
  var keepsDesignBothWays: Bool { get }

  /// Multiply-adds of one prediction and pull-back, beyond a few for each parameter.
  var multiplyAdds: Double { get }

  // MARK: In double precision

  /// w(θ), shape `[signalCount]`, in the order of the lanes.
  func signal(of theta: [Double]) -> [Double]

  /// The predictions on a problem's data, in the canonical order of training.
  func predictions(at theta: [Double], on problem: RegressionProblem) -> [Double]

  /// The diagonal of JᵀJ/n; see ``Model/diagonalHessian(at:of:)``.
  func diagonalHessian(at theta: [Double], of problem: RegressionProblem) -> [Double]

  /// The predictions and their derivatives, sample by sample.
  func perSample(on problem: RegressionProblem) -> any PerSample
}

/// What a model's signal is.
enum SignalShape: Hashable, Sendable {
  /// A vector, with a support.
  case vector
  /// A square matrix, row-major, with singular values.
  case matrix(dimension: Int)
  /// There is none.
  case none
}

extension ModelKind {
  /// It has none.
  func fixing(_: [String: [Double]]) -> Model? { nil }

  /// It has not been written.
  func python(samples _: Int) throws(NoPython) -> PythonModel {
    throw NoPython("the Python of model '\(Self.name)' has not been written")
  }

  /// None.
  var formula: String? { nil }

  /// Nothing.
  var given: ModelGivens { ModelGivens() }

  /// None.
  var inputAxes: [String: [Int]] { [:] }

  /// Samples are vectors.
  var sampleShape: [Int]? { nil }

  /// Samples are whole arrays.
  var entryShape: [Int]? { nil }

  /// One prediction.
  var outputCount: Int { 1 }

  /// None is.
  var stepFactors: StepFactors? { nil }
  var saysStepFactors: Bool { false }

  /// None that is known.
  var degree: Int? { nil }

  /// That of the signal, which predictions are linear in.
  var inputCount: Int { signalCount }

  /// The products of the design with the signal.
  func predictions(at theta: [Double], on problem: RegressionProblem) -> [Double] {
    CanonicalProducts(problem.design, problem.sampleCount, problem.signalCount)
      .predictions(of: signal(of: theta))
  }

  /// It goes in lanes only.
  func lonePredictor<Scalar: LookupScalar>(
    on _: LoneData<Scalar>
  ) -> Predictor<SIMD16<Scalar>>? { nil }

  /// It goes in lanes only.
  var loneLayout: LoneLayout? { nil }

  /// It does not.
  var keepsDesignBothWays: Bool { false }

  /// None.
  var multiplyAdds: Double { 0 }

  /// Every parameter is s · N(0, 1), parameter j from normal j of purpose `initialization` at step 0.
  func initialParameters(seed: UInt64) -> [Double] {
    RandomStream(seed: seed, purpose: .initialization, step: 0)
      .normals(count: layout.parameterCount).map { initialScale * $0 }
  }
}
