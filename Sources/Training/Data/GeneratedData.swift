import Formulas
public import Parameters

/// Design and truth drawn from the data seed.
struct GeneratedData: DataKind {
  static let name = "generated"
  static let parameters: [Parameter] = [.design, .samples, .inputs, .target]
  static let features: Set<Feature> = [.drawnTruth]

  let source: DataSource

  static func faults(in values: borrowing Values) -> [KindError] {
    guard let text = values.value(.target)?.asText, let inputs = values.integer(ifGiven: .inputs)
    else { return [] }
    let scope = Scope.target(sizes: ["inputs": inputs], input: .vector(inputs), outputs: 1)
    do throws(FormulaError) {
      _ = try Formula(text, in: scope)
      return []
    } catch {
      return error.mistakes.map { KindError($0, at: [Parameter.target.key]) }
    }
  }

  init(_ values: borrowing Values) {
    source = DataSource(
      origin: .drawn(design: values.text(.design) == "sign" ? .sign : .gaussian),
      sampleCount: values.integer(.samples))
  }
}

extension Parameter {
  /// The distribution of a drawn design.
  public static let design = Parameter(
    "design", .choice(["sign", "gaussian"]), longName: "distribution of the design's entries",
    role: .problem, default: .text("sign")
  ).with {
    $0.entersCost = true
    $0.wordSynonyms = ["rademacher": "sign", "normal": "gaussian"]
    // Its column has a word for a file, too.
    $0.column = nil
  }
}

extension Parameter {
  /// q, the length of a sample, for models that do not say it.
  public static let inputs = Parameter(
    "inputs", .integer(1...mostEntries), longName: "inputs of a sample", symbol: "q",
    role: .problem, isRequired: true
  ).with {
    $0.applies = .lacks(
      .ownInputs, block: Block.model, otherwise: .init(hint: "remove it; the model says it"))
    $0.entersCost = true
    $0.column = Column(absence: .label(.integer(-1)))
    $0.since = 3
  }

  /// The target of a sample x, for models that have no truth of their own.
  public static let target = Parameter(
    "target", .formula, longName: "target over a sample x", symbol: "target", role: .problem,
    isRequired: true
  ).with {
    $0.applies = .lacks(
      .ownInputs, block: Block.model, otherwise: .init(hint: "remove it; the model has a truth"))
    $0.column = Column(absence: .label(.text("none")))
    $0.since = 3
  }
}

extension Feature {
  /// A model that says how long a sample is, and what a drawn truth is.
  public static let ownInputs = Feature("own inputs")
  /// A truth that is drawn, and whose size is to be said.
  public static let drawnTruth = Feature("a drawn truth")
}
