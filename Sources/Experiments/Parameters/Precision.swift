internal import Parameters
internal import Training

extension Parameter {
  static let precision = Parameter(
    "precision", .choice(["float64", "float32"]),
    longName: "precision of parameters and moments", role: .method, default: .text("float64")
  ).with {
    $0.synonyms = ["dtype"]
    $0.wordSynonyms = ["double": "float64", "float": "float32"]
    $0.entersCost = true
    $0.column = Column(place: 6)
  }
}
