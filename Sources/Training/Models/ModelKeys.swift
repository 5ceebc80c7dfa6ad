public import Parameters

extension Parameter {
  /// d, or p of a p × p signal.
  public static let dimension = Parameter(
    "dimension", .integer(1...mostEntries), longName: "dimension d, or p of a p × p signal",
    symbol: "d", role: .problem, isRequired: true
  ).with {
    $0.synonyms = ["d", "p"]
    $0.entersCost = true
    $0.part = .dimension
    $0.column = Column(place: 9, followsKind: false)
  }

  /// Standard deviation s of the initial parameters.
  public static let initialScale = Parameter(
    "initial_scale", .real(.positive), longName: "scale s of the initial parameters",
    symbol: "init scale", role: .tuned, scale: .logarithmic, default: .real(0.1)
  ).with { $0.column = Column(place: 15) }

  /// Dimensions and sample counts beyond this do not fit a machine.
  public static let mostEntries = 100_000_000

  /// A size of the truth, which generated data need.
  static func ofTruth(_ key: String, longName: String, symbol: String, place: Int) -> Parameter {
    Parameter(
      key, .integer(1...mostEntries), longName: longName, symbol: symbol, role: .problem,
      isRequired: true
    ).with {
      $0.applies = .has(
        .drawnTruth, block: Block.data, otherwise: .init("with data from a file"))
      $0.column = Column(
        place: place, absence: .label(.integer(-1)), alsoFollows: [Block.kind(of: Block.data)])
    }
  }
}

extension Constraint {
  /// A size of the model or optimizer is at most the dimension.
  static func fitsDimension(_ parameter: Parameter, of block: String) -> Constraint {
    .atMost(
      parameter.path(in: block), Parameter.dimension.path(in: Block.model),
      fit: "dimension %", hint: "\(parameter.key) is at most the dimension")
  }
}

extension ModelSize {
  /// The size of a model of vectors of the dimension's length; nil where that is not known.
  static func ofVector(_ value: Values.Lookup, parametersEach count: Int) -> ModelSize? {
    withoutActuallyEscaping(value) { value in
      Values(of: Block.model, value).integer(ifGiven: .dimension).map { d in
        ModelSize(
          entries: Int128(d), parameters: Int128(count) * Int128(d), words: "dimension \(d)")
      }
    }
  }
}
