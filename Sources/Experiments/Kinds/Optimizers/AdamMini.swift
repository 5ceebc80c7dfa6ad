internal import Parameters
internal import Training

/// One second moment a block: a row of each matrix, or, of a diagonal net, so many coordinates.
struct AdamMini: OptimizerKind {
  static let name = "adam-mini"
  static let synonyms = ["adamini"]
  static let blockSize = Parameter(
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
  static let parameters: [Parameter] = .adaptive([blockSize])
  static let derived = Derived.decay
  static let constraints: [Constraint] = [
    .powerLaw, .fitsDimension(blockSize, of: Block.optimizer),
  ]
  static let work = RuleWork(alone: 1_900, isBlockwise: true)

  let optimizer: Optimizer
  let correctsBias: Bool

  init(_ values: borrowing Values) {
    optimizer = .adamMini(blockSize: values.integer(ifGiven: Self.blockSize))
    correctsBias = values.flag(.biasCorrection)
  }
}
