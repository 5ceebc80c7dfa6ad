import Formulas
import Parameters

/// An architecture with a name, or the sweep file's own, as the formula that it stands for.
protocol FormulaSource: Hashable, Sendable {
  /// The word after `kind:`.
  static var name: String { get }
  /// Other ways to write its block.
  static var shorthands: [Shorthand] { get }
  /// The keys of its block.
  static var parameters: [Parameter] { get }
  /// What keys of other blocks ask for.
  static var features: Set<Feature> { get }
  /// Rules that tie its keys to each other.
  static var constraints: [Constraint] { get }
  /// The formula.
  static func wording(_ values: borrowing Values) -> ModelWording
  /// The shape of a sample, and of the signal, where the model says it; nil where the data do.
  static func shape(_ values: borrowing Values) -> Shape?
  /// The truth of generated data, likewise.
  static func truth(_ values: borrowing Values) -> GeneratedTruth?
}

extension FormulaSource {
  /// None.
  static var shorthands: [Shorthand] { [] }
  /// The blocks of adam-mini are the rows of matrices and whole vectors.
  static var features: Set<Feature> { [.rows] }
  /// None.
  static var constraints: [Constraint] { [] }
  /// The data say it.
  static func shape(_: borrowing Values) -> Shape? { nil }
  /// The data say it.
  static func truth(_: borrowing Values) -> GeneratedTruth? { nil }
}

/// A model that is a formula over blocks of parameters and a sample x.
///
/// Its identity is what the formula means: white space, comments and names of lines do not count.
struct FormulaKind<Source: FormulaSource>: ModelKind {
  static var name: String { Source.name }
  static var shorthands: [Shorthand] { Source.shorthands }
  static var parameters: [Parameter] { Source.parameters }
  static var features: Set<Feature> { Source.features }
  static var constraints: [Constraint] { Source.constraints }
  static var since: Int { 3 }

  private var model: GraphModel
  /// The block of a sweep file that says it.
  let formula: String?

  init(_ model: GraphModel) { (self.model, formula) = (model, nil) }

  init(_ values: borrowing Values) throws(KindError) {
    let wording = Self.wording(values)
    // Blocks that stay as they begin are part of the model.
    let hasFixedBlocks = wording.text.blocks.contains { !$0.isTrained }
    let seed = hasFixedBlocks ? values.of(nil).seed(.initSeed) : 0
    switch FormulaReader.shared.read(wording, DataSizes(values, Source.shape(values)), seed: seed) {
    case .success(let model): self.model = model
    case .failure(let faults): throw faults.first
    }
    formula = wording.text.yaml(constants: wording.constants)
    values.note("formula", .text(model.canonicalText))
  }

  private static func wording(_ values: borrowing Values) -> ModelWording {
    Source.wording(values)
      .starting(from: values.peek(.starts)?.asText.flatMap { Structure($0) })
  }

  static func faults(in values: borrowing Values) -> [KindError] {
    let wording = Self.wording(values)
    guard wording.faults.isEmpty else { return wording.faults }
    // What is wrong with the data is said of them.
    guard let sizes = DataSizes(ifGiven: values, Source.shape(values)) else { return [] }
    if sizes.input.rank == 2, Source.self != WrittenFormula.self, Source.shape(values) == nil {
      return [
        KindError(
          "model '\(name)' takes samples that are vectors, and they are matrices of shape "
            + "\(sizes.input)", hint: "kind: formula takes matrices, or remove input_rows")
      ]
    }
    switch FormulaReader.shared.read(wording, sizes) {
    case .success(let model): return model.faultsOfStepFactors
    case .failure(let faults): return faults.all
    }
  }

  static func truth(_ values: borrowing Values) -> GeneratedTruth {
    if let truth = Source.truth(values) { return truth }
    let data = values.of(Block.data)
    guard let input = data.sampleShape else {
      preconditionFailure("a checked specification gives the inputs of a sample")
    }
    guard let teacher = data.value(.teacher)?.asText else {
      return .target(data.text(.target), input: input)
    }
    return .teacher(teacher, input: input)
  }

  static func size(of value: Values.Lookup) -> ModelSize? {
    withoutActuallyEscaping(value) { value -> ModelSize? in
      let values = Values(of: Block.model, value)
      guard let sizes = DataSizes(ifGiven: values, Source.shape(values)),
        case .success(let model) = FormulaReader.shared.read(wording(values), sizes)
      else { return nil }
      return ModelSize(
        entries: Int128(sizes.input.count),
        parameters: Int128(model.formula.layout.parameterCount), products: Int128(model.work),
        words: "inputs \(sizes.input.count)", alone: model.alone)
    }
  }

  // MARK: What it is

  var layout: ParameterLayout { model.formula.layout }
  var given: ModelGivens { model.given }
  /// Those whose extent is written as the length of a sample.
  var inputAxes: [String: [Int]] {
    guard model.formula.sampleShape.rank == 1 else { return [:] }
    let length = Source.features.contains(.ownInputs) ? Parameter.dimension.key : "inputs"
    return model.text.blocks.reduce(into: [:]) { axes, block in
      axes[block.name] = block.extents.indices.filter {
        block.extents[$0].filter { $0 != " " } == length
      }
    }
  }
  var inputCount: Int { model.formula.sampleShape.count }
  /// Where the data say it: a model that says it itself takes rows of a design.
  var sampleShape: [Int]? {
    let shape = model.formula.sampleShape
    return shape.rank == 2 && !Source.features.contains(.ownInputs) ? shape.extents : nil
  }
  var entryShape: [Int]? {
    Source.features.contains(.entries) ? model.formula.sampleShape.extents : nil
  }
  var outputCount: Int { model.formula.outputCount }
  var signalCount: Int { model.isLinear ? inputCount : 0 }
  var signalShape: SignalShape {
    guard model.isLinear else { return .none }
    let shape = model.formula.sampleShape
    return shape.rank == 2 && shape[0] == shape[1] ? .matrix(dimension: shape[0]) : .vector
  }

  /// Its blocks say how it begins.
  var initialScale: Double { .nan }

  /// That of the formula in its blocks, where it is a whole number.
  var degree: Int? {
    let prediction = model.formula.derivatives
    return prediction.graph.homogeneity(of: prediction.prediction).flatMap { Int(exactly: $0) }
  }

  var sizes: String {
    layout.blocks.map { block in
      let extents = block.shape.map { "\($0)" }.joined(separator: "×")
      return extents.isEmpty ? block.name : "\(block.name) \(extents)"
    }.joined(separator: ", ")
  }

  var multiplyAdds: Double { model.work }

  func fixing(_ blocks: [String: [Double]]) -> Model? {
    var kind = self
    kind.model.fixed.merge(blocks) { _, new in new }
    return Model(kind)
  }

  var stepFactors: StepFactors? { StepFactors(model.stepFactors, of: layout) }

  var saysStepFactors: Bool { model.saysStepFactors }

  func initialParameters(seed: UInt64) -> [Double] { model.initialParameters(seed: seed) }

  func python(samples: Int) throws(NoPython) -> PythonModel {
    try PythonModel(model, samples: samples, startsFrom: "init_seed, INITIALIZATION")
  }

  // MARK: In lanes

  func predictor<Lanes: LaneVector>(on problem: RegressionProblem) -> Predictor<Lanes> {
    let cells = { (input: Input) -> [Lanes] in
      self.model.numbers(of: input).map { Lanes(repeating: Lanes.Scalar($0)) }
    }
    if let weights = model.weights {
      let network = GraphParametrization(weights, given: cells)
      return Predictor(LinearPrediction(network, LinearProducts(problem)))
    }
    let samples = GraphSamples(problem, shape: model.formula.sampleShape)
    return Predictor(GraphPrediction(model.formula, samples, given: cells))
  }

  func lonePredictor<Scalar: LookupScalar>(
    on data: LoneData<Scalar>
  ) -> Predictor<SIMD16<Scalar>>? {
    let cells = { (input: Input) -> [SIMD16<Scalar>] in
      self.model.numbers(of: input).map { SIMD16(repeating: Scalar($0)) }
    }
    if let weights = model.weights {
      let network = GraphParametrization(weights, content: .entries, given: cells)
      return Predictor(LinearPrediction(network, data.products))
    }
    let samples = GraphSamples(data.problem, shape: model.formula.sampleShape)
    return Predictor(LoneGraphPrediction<Scalar>(model.formula, samples, given: cells))
  }

  var loneLayout: LoneLayout? {
    switch model.alone {
    case .never: nil
    case .samples: LoneLayout(partCount: 1, partLength: layout.parameterCount)
    case .parameters: LoneLayout(partCount: layout.blocks.count, partLength: signalCount)
    }
  }

  /// One pass follows the other.
  var keepsDesignBothWays: Bool { model.isLinear }

  // MARK: In double precision

  func signal(of theta: [Double]) -> [Double] {
    guard let weights = model.weights else { return [] }
    let network = GraphParametrization<SIMD2<Double>>(weights) { input in
      model.numbers(of: input).map { SIMD2(repeating: $0) }
    }
    let signal = LaneStorage<SIMD2<Double>>(repeating: .zero, count: signalCount)
    network.predict(from: LaneStorage(theta.map { SIMD2(repeating: $0) }), into: signal)
    return (0..<signalCount).map { signal[$0][0] }
  }

  func predictions(at theta: [Double], on problem: RegressionProblem) -> [Double] {
    guard model.isLinear else { return perSample(on: problem).point(theta).predictions }
    return CanonicalProducts(problem.design, problem.sampleCount, problem.signalCount)
      .predictions(of: signal(of: theta))
  }

  func diagonalHessian(at theta: [Double], of problem: RegressionProblem) -> [Double] {
    perSample(on: problem).point(theta)
      .weightedSquares(
        Array(repeating: 1, count: problem.sampleCount), sampleCount: problem.sampleCount)
  }

  func perSample(on problem: RegressionProblem) -> any PerSample {
    GraphPerSample(
      model.formula, GraphSamples(problem, shape: model.formula.sampleShape),
      given: model.numbers)
  }
}

extension FormulaKind: CustomStringConvertible {
  /// What it means.
  var description: String {
    "formula\n\(model.canonicalText)\n"
      + model.fixed.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined()
  }
}
