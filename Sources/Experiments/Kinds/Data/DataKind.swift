internal import Parameters
internal import Training

/// Data of the sweep file.
protocol DataKind: Kind {
  /// Samples n.
  var sampleCount: Int { get }
  /// Where design, targets and truth come from; `truth` is that of generated data.
  func source(truth: () -> GeneratedTruth) -> Run.Source
}

extension Parameter {
  static let samples = Parameter(
    "samples", .integer(1...mostEntries), longName: "samples n", symbol: "n", role: .problem,
    isRequired: true
  ).with {
    $0.synonyms = ["n"]
    $0.entersCost = true
    $0.part = .samples
    $0.column = Column(place: 10, followsKind: false)
  }
}
