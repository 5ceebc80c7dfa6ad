public import Parameters

/// Design and truth drawn from the data seed.
struct GeneratedData: DataKind {
  static let name = "generated"
  static let parameters: [Parameter] = [.design, .samples]
  static let features: Set<Feature> = [.drawnTruth]

  let source: DataSource

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

extension Feature {
  /// A truth that is drawn, and whose size is to be said.
  public static let drawnTruth = Feature("a drawn truth")
}
