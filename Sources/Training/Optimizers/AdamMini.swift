public import Parameters

/// V = mean of g² over the block of a parameter, see ``ParameterLayout/pieces(ofSize:)``; S⁻¹ = √v + ε.
struct AdamMini: OptimizerKind {
  static let name = "adam-mini"
  static let synonyms = ["adamini"]
  static let parameters: [Parameter] = .adaptive([.blockSize])
  static let derived = Derived.decay
  static let constraints: [Constraint] = [
    .powerLaw, .fitsDimension(.blockSize, of: Block.optimizer),
  ]
  static let work = RuleWork(alone: 1_900, isBlockwise: true)
  static let exponent: PreconditionerExponent = .constant(0.5)

  /// Length of the pieces of vectors; nil where the blocks are rows of matrices.
  let blockSize: Int?
  let correctsBias: Bool

  init(blockSize: Int?, correctsBias: Bool = false) {
    (self.blockSize, self.correctsBias) = (blockSize, correctsBias)
  }

  init(_ values: borrowing Values) {
    self.init(
      blockSize: values.integer(ifGiven: .blockSize), correctsBias: values.flag(.biasCorrection))
  }

  func sharing(in layout: ParameterLayout) -> Sharing { .blocks(layout.pieces(ofSize: blockSize)) }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    maker.blockwiseAdam(maker.layout.pieces(ofSize: blockSize), correctsBias: correctsBias)
  }

  func python(in layout: ParameterLayout) -> PythonUpdate {
    .blockwiseAdam(layout.pieces(ofSize: blockSize), correctsBias: correctsBias)
  }
}

extension Optimizer {
  /// V = mean of g² over the block of a parameter, S⁻¹ = √v + ε.
  ///
  /// - Parameters:
  ///   - blockSize: For a diagonal net the number ≥ 1 of consecutive coordinates of u, or of v, in a
  ///     block; the last block of each may be shorter. For a factorization nil: its blocks are the rows
  ///     of every factor.
  ///   - correctsBias: Whether the moments are divided by 1 − βᵗ.
  /// - Returns: The optimizer.
  public static func adamMini(blockSize: Int?, correctsBias: Bool = false) -> Optimizer {
    Optimizer(AdamMini(blockSize: blockSize, correctsBias: correctsBias))
  }
}

extension Parameter {
  /// Coordinates a block of adam-mini.
  public static let blockSize = Parameter(
    "block_size", .integer(1...Parameter.mostEntries), longName: "coordinates a block of adam-mini",
    symbol: "block", role: .tuned, isRequired: true
  ).with {
    $0.synonyms = ["block"]
    $0.mayFollow = true
    $0.applies = .lacks(
      .rows, block: Block.model,
      otherwise: .init(hint: "remove it; the blocks are the rows of each matrix"))
    $0.column = Column(
      place: 31, absence: .label(.integer(-1)), alsoFollows: [Block.kind(of: Block.model)])
  }
}
