import Parameters

extension Parameter {
  /// The function between layers, in the words of formulas.
  static let activation = Parameter(
    "activation",
    .choice([
      "tanh", "relu", "gelu", "silu", "sigmoid", "softplus", "erf", "sin", "square", "identity",
    ]), longName: "activation", symbol: "activation", role: .problem, default: .text("tanh")
  ).with {
    $0.synonyms = ["nonlinearity", "act"]
    $0.wordSynonyms = ["linear": "identity", "swish": "silu", "quadratic": "square"]
    $0.entersCost = true
    $0.column = Column(absence: .label(.text("none")))
    $0.since = 3
  }

  /// Whether layers have an offset that is added.
  static let bias = Parameter(
    "bias", .flag, longName: "whether layers have biases, 0 or 1", symbol: "bias", role: .problem,
    default: .text("false")
  ).with {
    $0.entersCost = true
    $0.column = Column(absence: .value(.integer(0)))
    $0.since = 3
  }

  /// The width of hidden layers.
  static let layerWidth = width.with {
    $0.fallback = nil
    $0.isRequired = true
    $0.since = 3
  }
}

extension Values {
  /// A word, or its default where the sweep file leaves it out.
  func word(_ parameter: Parameter) -> String {
    (peek(parameter) ?? parameter.defaultValue)?.asText ?? ""
  }

  /// A whole number, or its default, or 1 where there is neither.
  func size(_ parameter: Parameter) -> Int {
    (peek(parameter) ?? parameter.defaultValue)?.asInteger ?? 1
  }

  /// A number as it stands in a formula, or its default, or 1 where there is neither.
  func number(_ parameter: Parameter) -> String {
    "\((peek(parameter) ?? parameter.defaultValue)?.asReal ?? 1)"
  }

  /// The rows of a last layer: none where there is one output.
  var outputExtents: [String] {
    of(Block.data).peek(.outputs)?.asInteger ?? 1 > 1 ? ["outputs"] : []
  }

  /// The activation of a formula.
  func activated(_ text: String) -> String {
    let function = word(.activation)
    return function == "identity" ? text : "\(function)(\(text))"
  }
}
