import Formulas

/// What the formulas of recorded quantities may name in runs of one model on data of some sizes.
public struct OwnNames: Sendable {
  /// What is known of data before they are there.
  public struct Data: Hashable, Sendable {
    /// n.
    public var samples: Int
    /// Samples of the test set, 0 for none.
    public var testSamples: Int
    /// Whether w* is known.
    public var hasTruth: Bool
    /// Whether targets are probabilities of classes.
    public var areProbabilities: Bool
    /// Whether those of the test set are.
    public var areTestProbabilities = false
    /// The blocks of the teacher that targets are made with; empty for none.
    public var teacher: [Block] = []

    /// What is known of data.
    public init(samples: Int, testSamples: Int, hasTruth: Bool, areProbabilities: Bool) {
      (self.samples, self.testSamples) = (samples, testSamples)
      (self.hasTruth, self.areProbabilities) = (hasTruth, areProbabilities)
    }

    init(_ problem: RegressionProblem) {
      self.init(
        samples: problem.sampleCount, testSamples: problem.test?.problem.sampleCount ?? 0,
        hasTruth: problem.truth != nil, areProbabilities: problem.areProbabilities)
      areTestProbabilities = problem.test?.problem.areProbabilities ?? false
    }
  }

  /// A block of numbers.
  public struct Block: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The lengths of its axes.
    public var shape: [Int]

    /// A block.
    public init(name: String, shape: [Int]) { (self.name, self.shape) = (name, shape) }
  }

  static let initialPrefix = "initial_"
  static let teacherPrefix = "teacher_"

  let scope: Scope
  /// Names of the model that have another meaning here.
  let ambiguous: Set<String>

  /// The blocks of a model, those at their start, those of a teacher, its sizes and constants, the step, the data and
  /// what is predicted of them.
  public init(of model: Model, on data: Data) {
    let (kind, given) = (model.kind, model.kind.given)
    let blocks = kind.layout.blocks.map { Scope.Block(name: $0.name, extents: $0.shape) }
    let starts = blocks.map {
      Scope.Block(name: Self.initialPrefix + $0.name, extents: $0.extents, isTrained: false)
    }
    let teacher = data.teacher.map {
      Scope.Block(name: Self.teacherPrefix + $0.name, extents: $0.shape, isTrained: false)
    }
    let (inputs, outputs) = (kind.inputCount, kind.outputCount)
    func eachOf(_ count: Int) -> Shape { outputs == 1 ? .vector(count) : .matrix(count, outputs) }
    let predictions = Dependence.predictions
    var arrays: [String: Scope.Variable] = [
      "theta": .init(shape: .vector(kind.layout.parameterCount), role: .parameters),
      "f": .init(shape: eachOf(data.samples), role: predictions),
      "X": .init(shape: .matrix(data.samples, inputs), role: .data),
      "y": .init(
        shape: data.areProbabilities ? eachOf(data.samples) : .vector(data.samples), role: .data),
    ]
    if outputs == 1 {
      arrays["J"] = .init(
        shape: .matrix(data.samples, kind.layout.parameterCount), role: predictions)
    }
    if data.testSamples > 0 {
      arrays["f_test"] = .init(shape: eachOf(data.testSamples), role: predictions)
      arrays["X_test"] = .init(shape: .matrix(data.testSamples, inputs), role: .data)
      arrays["y_test"] = .init(
        shape: data.areTestProbabilities ? eachOf(data.testSamples) : .vector(data.testSamples),
        role: .data)
    }
    if data.hasTruth {
      if case .matrix(let dimension) = kind.signalShape {
        arrays["w_star"] = .init(shape: .matrix(dimension, dimension), role: .data)
      } else {
        arrays["w_star"] = .init(shape: .vector(inputs), role: .data)
      }
    }
    let sizes = given.sizes.merging(
      ["inputs": inputs, "outputs": outputs, "samples": data.samples]) { own, _ in own }
    var scope = Scope.record(
      blocks: blocks + starts + teacher + given.fixed.map(\.block), sizes: sizes,
      constants: given.constants.keys.sorted(), arrays: arrays)
    scope.result = .numberOrVector
    self.scope = scope
    ambiguous = Set(arrays.keys).union((starts + teacher).map(\.name)).union(["eta"]).intersection(
      blocks.map(\.name) + given.fixed.map(\.block.name) + given.sizes.keys
        + given.constants.keys)
  }
}

/// What formulas over a model may name beside the blocks of θ.
struct ModelGivens {
  /// Whole numbers.
  var sizes: [String: Int] = [:]
  /// Numbers.
  var constants: [String: Double] = [:]
  /// Blocks that are not trained, and their numbers row by row.
  var fixed: [(block: Scope.Block, values: [Double])] = []

  /// The numbers of constants and fixed blocks by name.
  var numbers: [String: [Double]] {
    fixed.reduce(into: constants.mapValues { [$0] }) { $0[$1.block.name] = $1.values }
  }
}
