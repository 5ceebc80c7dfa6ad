internal import Parameters
internal import Training

/// w = u ⊙ u − v ⊙ v.
struct DiagonalNet: ModelKind {
  static let name = "diagonal-net"
  static let sparsity = Parameter.ofTruth(
    "sparsity", longName: "non-zero entries k of the truth", symbol: "k", place: 11
  ).with { $0.synonyms = ["k"] }
  static let parameters: [Parameter] = [.dimension, sparsity, .initialScale]
  static let constraints: [Constraint] = [.fitsDimension(sparsity, of: Block.model)]

  let model: Model
  let initialScale: Double

  init(_ values: borrowing Values) {
    model = .diagonalNet(dimension: values.integer(.dimension))
    initialScale = values.real(.initialScale)
  }

  static func truth(_ values: borrowing Values) -> GeneratedTruth {
    .sparse(dimension: values.integer(.dimension), sparsity: values.integer(sparsity))
  }

  static func size(of value: Values.Lookup) -> ModelSize? {
    withoutActuallyEscaping(value) { value in
      Values(of: Block.model, value).integer(ifGiven: .dimension).map { d in
        ModelSize(entries: Int128(d), parameters: 2 * Int128(d), words: "dimension \(d)")
      }
    }
  }
}
