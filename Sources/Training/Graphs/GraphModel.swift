internal import Formulas
internal import Parameters

/// A model that is a formula, for data of some shape.
struct GraphModel: Sendable {
  /// f(θ, x).
  let formula: GraphFormula
  /// w(θ) of a prediction that is linear in x; nil for others.
  let weights: GraphFormula?
  /// All blocks, fixed ones too, in the order of the file.
  let blocks: [FormulaModel.Block]
  /// The model as written.
  let text: ModelText
  /// The values of sizes.
  let sizes: [String: Int]
  /// The values of constants; runs may have others.
  let constants: [String: Double]
  /// The values of blocks that are not trained, by name, row by row.
  var fixed: [String: [Double]]
  /// What tells it from other models: its operations, blocks and starts, without names of lines.
  let canonicalText: String
  /// Multiply-adds of the predictions and their pull-back, roughly.
  let work: Double
  /// Whether a block says a factor for its step size.
  let saysStepFactors: Bool
  /// What lies in the lanes of a run by itself: samples of one prediction, or entries of a formula that is
  /// linear in the samples, whose predictions are products with a design.
  let alone: ModelSize.Alone

  /// Reads a model.
  ///
  /// - Parameters:
  ///   - text: The model as written.
  ///   - constants: A value for each constant.
  ///   - input: The shape of a sample.
  ///   - outputs: C.
  ///   - samples: n.
  ///   - fixedSeed: The seed of the start of blocks that are not trained.
  /// - Throws: All mistakes, each with its place.
  init(
    _ text: ModelText, constants: [String: Double] = [:], input: Shape, outputs: Int = 1,
    samples: Int, fixedSeed: UInt64 = 0
  ) throws(ModelError) {
    let model = try FormulaModel(text, input: input, outputs: outputs, samples: samples)
    (self.text, blocks) = (text, model.blocks)
    self.constants = constants
    sizes = Dictionary(text.sizes.map { ($0.name, $0.value) }) { first, _ in first }
    let shapes = model.blocks.map(\.block)
    formula = GraphFormula(model.prediction, blocks: shapes, sampleShape: input)
    var graph = model.prediction.graph
    let x = Input(name: "x", shape: input, role: .data)
    // A vector of one output is no number; what is linear in it keeps its own way.
    weights = graph.linearWeights(of: model.prediction.result, in: x).map {
      GraphFormula($0, in: graph, blocks: shapes, sampleShape: input)
    }
    let starts = StartValues(model.blocks, constants: constants, seed: fixedSeed)
    var fixed: [String: [Double]] = [:]
    for (index, block) in model.blocks.enumerated() where !block.block.isTrained {
      fixed[block.block.name] = starts.values(of: index)
    }
    self.fixed = fixed
    canonicalText = Self.canonicalText(of: model, constants)
    // What is linear in the samples has one signal for all of them.
    work = weights?.multiplyAdds ?? Double(samples) * formula.multiplyAdds
    saysStepFactors = blocks.contains { $0.stepFactor != nil }
    let goesAlone =
      formula.outputCount == 1 && weights?.isEntrywise ?? true && !saysStepFactors
    alone = !goesAlone ? .never : weights == nil ? .samples : .parameters
  }

  /// Whether runs go by products of the samples with a signal.
  var isLinear: Bool { weights != nil }

  /// What formulas over the model may name beside the blocks of θ.
  var given: ModelGivens {
    ModelGivens(
      sizes: sizes, constants: constants,
      fixed: blocks.map(\.block).compactMap { block in
        fixed[block.name].map { (block, $0) }
      })
  }

  /// θ₀ of a seed.
  func initialParameters(seed: UInt64) -> [Double] {
    let starts = StartValues(blocks, constants: constants, seed: seed)
    return blocks.indices.filter { blocks[$0].block.isTrained }.flatMap { starts.values(of: $0) }
  }

  /// What the step size of each block is multiplied by, in the order of θ's blocks.
  var stepFactors: [Double] {
    blocks.filter(\.block.isTrained).map { stepFactor(of: $0) ?? 1 }
  }

  /// What a block says of that; nil where it says nothing.
  func stepFactor(of block: FormulaModel.Block) -> Double? {
    block.stepFactor.map { formula in
      Interpreter(formula.graph, outputs: [formula.result]).evaluate { input in
        [constants[input.name] ?? .nan]
      }[0][0]
    }
  }

  /// The numbers of a fixed block or constant, one of the formula's ``GraphFormula/givens``, row by row.
  func numbers(of input: Input) -> [Double] {
    if let values = fixed[input.name] {
      let start = (input.entry ?? 0) * input.shape.count
      return Array(values[start..<start + input.shape.count])
    }
    guard let value = constants[input.name] else {
      preconditionFailure("the constant \(input.name) has no value")
    }
    return [value]
  }

  private static func canonicalText(
    of model: FormulaModel, _ constants: [String: Double]
  ) -> String {
    func text(_ formula: Formula) -> String { formula.graph.canonicalText(of: formula.outputs) }
    var lines = model.blocks.map { block in
      let starts = block.starts.map { start in
        switch start {
        case .values(let formula): "formula " + text(formula)
        case .normal(let formula): "normal " + text(formula)
        case .uniform(let formula): "uniform " + text(formula)
        case .orthogonal(let formula): "orthogonal " + text(formula)
        case .signs(let formula): "signs " + text(formula)
        case .unitRows(let formula): "unit_rows " + text(formula)
        case .sameAs(let name): "same_as " + name
        }
      }
      return "\(block.block.name) \(block.block.extents) \(block.block.isTrained) "
        + starts.joined(separator: "+ ") + (block.stepFactor.map { "* " + text($0) } ?? "")
    }
    lines += constants.keys.sorted().map { "\($0) \((constants[$0] ?? 0).bitPattern)" }
    lines.append(text(model.prediction))
    return lines.joined(separator: "\n")
  }
}

extension GraphModel: Hashable {
  static func == (a: GraphModel, b: GraphModel) -> Bool {
    a.canonicalText == b.canonicalText && a.formula.sampleShape == b.formula.sampleShape
      && a.work == b.work && a.fixed == b.fixed
  }

  func hash(into hasher: inout Hasher) { hasher.combine(canonicalText) }
}
