import Formulas
import Parameters

/// w = vec(U Uᵀ), a p × p matrix in row-major order, with U of p × h.
///
/// U begins with s · N(0, 1). A drawn truth is A Aᵀ, which such a product reaches.
///
/// Source: S. Gunasekar et al., "Implicit Regularization in Matrix Factorization", NeurIPS 2017.
struct SymmetricFactorization: FormulaSource {
  static let name = "symmetric-factorization"
  static let shorthands = [
    Shorthand(MatrixFactorization.name, "symmetric", .otherThan("false", isKept: false))
  ]
  static let parameters: [Parameter] = [.dimension, .rank, .width, .initialScale, .starts]
  static let features: Set<Feature> = [.ownInputs, .rows]
  static let constraints: [Constraint] = [.fitsDimension(.rank, of: Block.model)]

  static func wording(_ values: borrowing Values) -> ModelWording {
    let dimension = values.size(.dimension)
    return ModelWording(
      ModelText(
        blocks: [
          ModelText.Block(
            name: "U", extents: ["dimension", "width"],
            starts: [.normal(values.number(.initialScale))])
        ],
        sizes: [
          ModelText.Size("dimension", dimension),
          ModelText.Size("width", values.peek(.width)?.asInteger ?? dimension),
        ], prediction: "sum(x * (U @ U.T))"))
  }

  static func shape(_ values: borrowing Values) -> Shape? {
    .matrix(values.size(.dimension), values.size(.dimension))
  }

  static func truth(_ values: borrowing Values) -> GeneratedTruth? {
    .symmetricLowRank(dimension: values.integer(.dimension), rank: values.integer(.rank))
  }
}
