internal import Parameters
internal import Training

/// Design and truth drawn from the data seed.
struct GeneratedData: DataKind {
  static let name = "generated"
  static let design = Parameter(
    "design", .choice(["sign", "gaussian"]), longName: "distribution of the design's entries",
    role: .problem, default: .text("sign")
  ).with {
    $0.entersCost = true
    $0.wordSynonyms = ["rademacher": "sign", "normal": "gaussian"]
    // Its column has a word for a file, too.
    $0.column = nil
  }
  static let parameters: [Parameter] = [design, .samples]
  static let features: Set<Feature> = [.drawnTruth]

  let sampleCount: Int
  private let design: DesignKind

  init(_ values: borrowing Values) {
    design = values.text(Self.design) == "sign" ? .sign : .gaussian
    sampleCount = values.integer(.samples)
  }

  func source(truth: () -> GeneratedTruth) -> Run.Source {
    .generated(design: design, truth: truth())
  }
}

extension Feature {
  /// A truth that is drawn, and whose size is to be said.
  static let drawnTruth = Feature("a drawn truth")
}
