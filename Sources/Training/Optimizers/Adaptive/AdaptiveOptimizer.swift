import Formulas
public import Parameters

/// The whole class of adaptive methods: V, what the second moment averages, and S(v), a formula.
///
///     m ← β₁ m + (1 − β₁) g     v ← β₂ v + (1 − β₂) V     θ ← θ − η S(v) m
///
/// Moments are rounded as at ``MomentRate``. Where S is 1 / D, m is divided by D, as the named methods do it:
/// `1 / (sqrt(v) + epsilon)` has the bits of adam.
///
/// Source: X. Li, H. Wen, K. Lyu, "Adam Reduces a Unique Form of Sharpness", arXiv 2511.02773, section 3.
struct AdaptiveOptimizer: OptimizerKind, TextKind {
  static let name = "adaptive"
  static let parameters: [Parameter] =
    [.stepSize, .moment, .preconditioner, .optimizerConstants, .beta1, .beta2, .oneMinusBeta2]
    + [.epsilon, .blockSize.with { ($0.isRequired, $0.since) = (false, 3) }, .biasCorrection]
    + .weightDecay()
  static let derived = Derived.decay + Derived.weightDecay
  static let constraints: [Constraint] = [
    .powerLaw, .fitsDimension(.blockSize, of: Block.optimizer), .blockSizeIsOfBlocks,
  ]
  static let since = 3
  static let textKey = Parameter.preconditioner
  static let nameBlocks: [Parameter] = [.optimizerConstants]
  static let takenNames: Set<String> = ["v", "epsilon"]
  static let work = RuleWork(alone: 3_000, inLanes: 30_000)
  static let exponent = PreconditionerExponent.written

  /// What V averages over.
  enum Moment: String, Hashable, Sendable, CaseIterable {
    /// Nothing: g² of each parameter.
    case diagonal
    /// The rows of a matrix, or pieces of a vector.
    case block
    /// A block of θ.
    case layer
  }

  let moment: Moment
  /// Length of the pieces of vectors; nil for whole ones.
  let blockSize: Int?
  let correctsBias: Bool
  /// S over `v`, `epsilon` and constants, as a node of its graph.
  let formula: Formula
  /// The names of the constants; the runs have their values.
  let constants: [String]
  /// What it means.
  let description: String
  private let text: String

  init(
    _ text: String, moment: Moment = .diagonal, blockSize: Int? = nil, correctsBias: Bool = false,
    constants: [String] = []
  ) throws(FormulaError) {
    self.moment = moment
    self.blockSize = blockSize
    self.correctsBias = correctsBias
    self.constants = constants
    self.text = text
    formula = try Formula(text, in: .preconditioner(constants: ["epsilon"] + constants))
    description =
      "adaptive \(moment) \(blockSize ?? 0) \(correctsBias)\n"
      + formula.graph.canonicalText(of: formula.outputs)
  }

  static func read(_ values: borrowing Values) throws(FormulaError) -> AdaptiveOptimizer {
    let constants = values.names(.optimizerConstants)
    for name in constants { _ = values.value(.entry(of: .optimizerConstants, named: name)) }
    let moment = values.value(.moment)?.asText.flatMap(Moment.init) ?? .diagonal
    return try AdaptiveOptimizer(
      values.peek(.preconditioner)?.asText ?? "", moment: moment,
      blockSize: moment == .block ? values.integer(ifGiven: .blockSize) : nil,
      correctsBias: values.flag(.biasCorrection), constants: constants)
  }

  func sharing(in layout: ParameterLayout) -> Sharing {
    switch moment {
    case .diagonal: .separate
    case .block: .blocks(layout.pieces(ofSize: layout.rows == nil ? blockSize : nil))
    case .layer: .blocks(layout.blocks.map(\.range))
    }
  }

  /// A mean over a block goes over lanes.
  var goesInLanesOnly: Bool { moment != .diagonal }

  func preconditioner(of run: LaneParameters) -> WrittenPreconditioner? {
    WrittenPreconditioner(formula, constants: ["epsilon"] + constants) { name in
      run[Self.key(ofConstant: name)]
    }
  }

  /// The key of a constant's value in ``LaneParameters``.
  static func key(ofConstant name: String) -> String {
    name == Parameter.epsilon.key ? name : "\(Parameter.optimizerConstants.key).\(name)"
  }

  func python(in layout: ParameterLayout) throws(NoPython) -> PythonUpdate {
    let lines = text.split(separator: "\n")
    guard lines.count == 1 else {
      throw NoPython("the Python of a preconditioner of several lines has not been written")
    }
    var update = PythonUpdate(
      PythonUpdate.moments + (correctsBias ? PythonUpdate.complements : "")
        + "S = lambda v: \(lines[0])\n"
        + (correctsBias ? "theta - eta * S(v / c2) * (m / c1)" : "theta - eta * S(v) * m"),
      states: ["m", "v"])
    if case .blocks(let blocks) = sharing(in: layout) {
      update.text.lines = update.text.lines.replacing("g ** 2", with: "piece_means(g ** 2, PIECES)")
      update.constants = [PythonUpdate.pieces(blocks)]
    }
    return update
  }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    let blocks: [Range<Int>]? =
      if case .blocks(let blocks) = sharing(in: maker.layout) { blocks } else { nil }
    let (values, count) = (maker.values, maker.vectorCount)
    return correctsBias
      ? Rule(WrittenPreconditionerRule<Corrected<M.Lanes>>(self, values, count, blocks))
      : Rule(WrittenPreconditionerRule<Uncorrected<M.Lanes>>(self, values, count, blocks))
  }
}

extension Optimizer {
  /// V and S(v), a formula over `v`, `epsilon` and constants.
  ///
  /// - Throws: All mistakes of the text.
  static func adaptive(
    _ text: String, moment: AdaptiveOptimizer.Moment = .diagonal, blockSize: Int? = nil,
    correctsBias: Bool = false, constants: [String] = []
  ) throws(FormulaError) -> Optimizer {
    Optimizer(
      try AdaptiveOptimizer(
        text, moment: moment, blockSize: blockSize, correctsBias: correctsBias,
        constants: constants))
  }
}

extension Constraint {
  /// Pieces of vectors are asked for by means over blocks alone.
  fileprivate static let blockSizeIsOfBlocks = {
    let paths = [Parameter.blockSize, .moment].map { $0.path(in: Block.optimizer) }
    var rule = Constraint(paths + [Block.kind(of: Block.optimizer)]) { corners in
      let isMistaken = corners.contains {
        $0[2] == .text(AdaptiveOptimizer.name)
          && $0[1] != .text(AdaptiveOptimizer.Moment.block.rawValue)
      }
      return isMistaken
        ? [Mistake("'block_size' says the blocks of a mean over blocks", hint: "moment: block")]
        : []
    }
    rule.assumesDefaults = true
    return rule
  }()
}

extension Parameter {
  /// What the second moment of an adaptive method averages over.
  public static let moment = Parameter(
    "moment", .choice(AdaptiveOptimizer.Moment.allCases.map(\.rawValue)),
    longName: "what V averages g² over", symbol: "V", role: .method, default: .text("diagonal")
  ).with {
    $0.wordSynonyms = ["coordinate": "diagonal", "row": "block", "rows": "block"]
    $0.column = Column(absence: .label(.text("none")))
    $0.since = 3
  }

  /// S(v) of an adaptive method.
  public static let preconditioner = Parameter(
    "preconditioner", .formula, longName: "preconditioner S over the second moment v",
    symbol: "S(v)", role: .method, isRequired: true
  ).with {
    $0.column = Column(absence: .label(.text("none")))
    $0.mayFollow = true
    $0.since = 3
  }
}
