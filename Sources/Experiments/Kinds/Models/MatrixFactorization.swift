internal import Parameters
internal import Training

/// W = W_L … W_1.
struct MatrixFactorization: ModelKind {
  static let name = "matrix-factorization"
  static let synonyms = ["mf"]
  static let rank = Parameter.ofTruth(
    "rank", longName: "rank r of the truth", symbol: "rank", place: 12
  ).with { $0.synonyms = ["r"] }
  static let width = Parameter(
    "width", .integer(1...Parameter.mostEntries), longName: "width h of the factorization",
    role: .problem
  ).with {
    $0.fallback = Parameter.dimension.path(in: Block.model)
    $0.synonyms = ["h"]
    $0.entersCost = true
    $0.mayFollow = true
    $0.column = Column(place: 13, absence: .label(.integer(-1)))
  }
  static let depth = Parameter(
    "depth", .integer(2...Parameter.mostEntries), longName: "depth L of the factorization",
    role: .problem, default: .integer(2)
  ).with {
    $0.synonyms = ["layers"]
    $0.entersCost = true
    $0.column = Column(
      place: 14, absence: .value(.integer(2)), otherwise: "u⊙u − v⊙v has two layers")
  }
  static let parameters: [Parameter] = [.dimension, rank, width, depth, .initialScale]
  static let constraints: [Constraint] = [.fitsDimension(rank, of: Block.model)]
  static let features: Set<Feature> = [.rows]

  let model: Model
  let initialScale: Double

  init(_ values: borrowing Values) {
    model = .matrixFactorization(
      dimension: values.integer(.dimension), width: values.integer(Self.width),
      depth: values.integer(Self.depth))
    initialScale = values.real(.initialScale)
  }

  static func truth(_ values: borrowing Values) -> GeneratedTruth {
    .lowRank(dimension: values.integer(.dimension), rank: values.integer(rank))
  }

  static func size(of value: Values.Lookup) -> ModelSize? {
    withoutActuallyEscaping(value) { value in
      let values = Values(of: Block.model, value)
      guard let dimension = values.integer(ifGiven: .dimension) else { return nil }
      let p = Int128(dimension)
      let h = Int128(values.integer(ifGiven: width) ?? dimension)
      let inner = Int128(values.integer(ifGiven: depth) ?? 2) - 2
      return ModelSize(
        entries: p * p, parameters: h * (2 * p + inner * h),
        products: 3 * (p * h * p + inner * h * h * p), words: "dimension \(p)",
        entriesHint: "one for each entry of a dimension × dimension matrix")
    }
  }
}

extension Feature {
  /// Matrices with rows, which are the blocks of adam-mini.
  static let rows = Feature("rows")
}
