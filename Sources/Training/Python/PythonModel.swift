internal import Formulas

/// A model as Python; see ``PythonText``.
public struct PythonModel: Hashable, Sendable {
  /// A block of numbers.
  public struct Block: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The lengths of its axes.
    public var shape: [Int]
    /// Whether it is part of θ.
    public var isTrained: Bool
  }

  /// All blocks in the order of θ, fixed ones too.
  public var blocks: [Block]
  /// The prediction of one sample `x`, in whose scope the blocks are.
  public var prediction: PythonText
  /// The shape of a sample.
  public var sampleShape: [Int]
  /// What the step size of each parameter is multiplied by, an array of P numbers; nil where none is.
  public var stepFactors: String?
  /// What the blocks begin with, in an order in which each may use those before it, as `start["W"]`.
  public var starts: [PythonText.Name]

  init(
    _ layout: ParameterLayout, _ prediction: String, sampleShape: [Int], starts: [PythonText.Name]
  ) {
    blocks = layout.blocks.map { Block(name: $0.name, shape: $0.shape, isTrained: true) }
    self.prediction = PythonText(prediction)
    self.sampleShape = sampleShape
    self.starts = starts
  }

  /// A formula model.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - samples: n, as the formula knows it.
  ///   - source: The seed and purpose of its starts, as Python: `init_seed, INITIALIZATION`.
  /// - Throws: The reason why there is no Python of it.
  init(_ model: GraphModel, samples: Int, startsFrom source: String) throws(NoPython) {
    let (shapes, sample) = (model.blocks.map(\.block), model.formula.sampleShape)
    blocks = shapes.map { Block(name: $0.name, shape: $0.extents, isTrained: $0.isTrained) }
    sampleShape = sample.extents
    var names: [PythonText.Name] = []
    if sample.rank == 1 { names.append(.init("inputs", "\(sample[0])")) }
    if sample.rank == 2 {
      names.append(.init("input_rows", "\(sample[0])"))
      names.append(.init("input_columns", "\(sample[1])"))
    }
    names.append(.init("outputs", "\(model.formula.outputCount)"))
    names.append(.init("samples", "\(samples)"))
    names += model.text.sizes.map { .init($0.name, "\($0.value)") }
    names += model.text.constants.map { .init($0, "\(model.constants[$0] ?? .nan)") }
    prediction = PythonText(model.text.prediction, names: names)
    starts = []
    if let factors = StepFactors(model.stepFactors, of: model.formula.layout) {
      let (numbers, counts) = (factors.parts.map(\.factor), factors.parts.map(\.range.count))
      stepFactors = "np.repeat(\(numbers), \(counts))"
    }
    let written = model.text.blocks
    var waiting = Array(written.indices)
    // A block that begins as another one stands behind it; a circle was a mistake.
    while let next = waiting.first(where: { index in
      written[index].starts.allSatisfy { start in
        guard case .sameAs(let other) = start else { return true }
        return starts.contains { $0.name == other }
      }
    }) {
      waiting.removeAll { $0 == next }
      let terms = written[next].starts.enumerated().map { part, start in
        start.python(shapes[next].extents, "\(source), \((next + 1) << 16 + part)")
      }
      let sum =
        terms.isEmpty
        ? "np.zeros(\(PythonText.shape(shapes[next].extents)))" : terms.joined(separator: " + ")
      starts.append(.init(written[next].name, sum))
    }
  }
}

extension Start where Text == String {
  /// Numbers of a shape from the stream at an address of seed, purpose and step.
  fileprivate func python(_ extents: [Int], _ address: String) -> String {
    let shape = PythonText.shape(extents)
    let draws = "(\(address), \(shape))"
    return switch self {
    case .values(let text): "np.broadcast_to(\(text.onOneLine), \(shape))"
    case .normal(let text): "(\(text.onOneLine)) * normals\(draws)"
    case .uniform(let text): "(\(text.onOneLine)) * (2 * uniforms\(draws) - 1)"
    case .signs(let text): "(\(text.onOneLine)) * signs\(draws)"
    case .unitRows(let text): "(\(text.onOneLine)) * unit_rows(normals\(draws))"
    case .orthogonal(let text): "(\(text.onOneLine)) * orthogonal(normals\(draws))"
    case .sameAs(let name): "start[\"\(name)\"]"
    }
  }
}

extension String {
  /// An expression in one line, without comments.
  fileprivate var onOneLine: String {
    split(separator: "\n").map { line in String(line.prefix { $0 != "#" }) }.joined(separator: " ")
      .trimmingPrefix { $0 == " " }.description
  }
}

extension GeneratedTruth {
  /// The targets of a sample as Python, and what is drawn for them.
  public enum Python: Sendable {
    /// y = X @ w_star, with a body that returns w_star.
    case signal(String)
    /// A formula over a sample x.
    case formula(PythonText)
    /// A model, and of how many outputs.
    case teacher(PythonModel)
  }

  /// The law of the targets.
  ///
  /// - Parameter outputs: C.
  /// - Returns: The law.
  /// - Throws: The reason why there is no Python of it.
  public func python(outputs: Int) throws(NoPython) -> Python {
    switch self {
    case .sparse(let dimension, let sparsity):
      return .signal("sparse_truth(\(dimension), \(sparsity))")
    case .lowRank(let dimension, let rank):
      return .signal("low_rank_truth(\(dimension), \(rank), symmetric=False)")
    case .symmetricLowRank(let dimension, let rank):
      return .signal("low_rank_truth(\(dimension), \(rank), symmetric=True)")
    case .lowRankRectangle:
      throw NoPython("the Python of a matrix that is not square has not been written")
    case .target(let text, let input):
      let names: [PythonText.Name] =
        input.rank == 2
        ? [.init("input_rows", "\(input[0])"), .init("input_columns", "\(input[1])")]
        : [.init("inputs", "\(input.count)")]
      return .formula(PythonText(text, names: names))
    case .teacher(let text, let input):
      guard let model = try? TargetLaw.teacher(text, input: input, outputs: outputs).get() else {
        throw NoPython("its teacher cannot be read")
      }
      return .teacher(try PythonModel(model, samples: 1, startsFrom: "data_seed, TRUTH"))
    }
  }
}

extension DesignKind {
  /// `rows` × `columns` entries of the stream at a step, as Python.
  public var python: String {
    switch self {
    case .sign: "signs(data_seed, DESIGN, step, (rows, columns))"
    case .gaussian: "normals(data_seed, DESIGN, step, (rows, columns))"
    case .sphere:
      "np.sqrt(columns) * unit_rows(normals(data_seed, DESIGN, step, (rows, columns)))"
    case .uniform: "2 * uniforms(data_seed, DESIGN, step, (rows, columns)) - 1"
    case .oneHot: "one_hot_rows(rows, columns, step)"
    }
  }
}

extension Sampling {
  /// The samples of step `k` out of `n`, as Python; nil for all.
  public var python: String? {
    switch self {
    case .full: nil
    case .withReplacement(let batch):
      "integers(n, noise_seed, MINIBATCH, k, np.arange(\(batch)))"
    case .withoutReplacement(let batch):
      "shuffled(n, \(batch), noise_seed, MINIBATCH, k)[:\(batch)]"
    case .shuffled(let batch):
      """
      epoch, place = divmod(k - 1, -(-n // \(batch)))
      epoch_order(n, epoch)[place * \(batch):(place + 1) * \(batch)]
      """
    }
  }
}

// What the program asks of parts whose kinds are hidden.

extension Model {
  /// The model as Python.
  ///
  /// - Parameter samples: n.
  /// - Returns: The model.
  /// - Throws: The reason why there is none.
  public func python(samples: Int) throws(NoPython) -> PythonModel {
    try kind.python(samples: samples)
  }

  /// Whether predictions are linear in the samples, so that there is a signal.
  public var hasSignal: Bool { kind.signalCount > 0 }

  /// C.
  public var outputCount: Int { kind.outputCount }
}

extension Loss {
  /// ℓ of one sample as Python over `f` and `y`; of classes y is one probability for each.
  public func python() throws(NoPython) -> PythonText { try kind.python() }
}

extension Optimizer {
  /// A step as Python.
  public func python(in layout: ParameterLayout) throws(NoPython) -> PythonUpdate {
    try kind.python(in: layout)
  }
}

extension Schedule {
  /// η_k / η as Python over the array `k` of steps and their number `steps`.
  public func python() throws(NoPython) -> PythonText { try kind.python() }
}

extension NoiseSource {
  /// What it draws at a step, as Python.
  public func python() throws(NoPython) -> PythonNoise { try kind.python() }

  /// Which samples a step sees, where the run's batches say nothing.
  public var sampling: Sampling { kind.sampling }
}
