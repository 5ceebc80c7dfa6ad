import Formulas
import Parameters

/// w = u^L − v^L, entry by entry, of depth L ≥ 2: the diagonal linear network of any depth.
///
/// u begins with s · N(0, 1) and v with the same numbers, so that w(θ₀) = 0 exactly. Depth 2 is
/// ``DiagonalNet``, which is faster and begins with other draws.
///
/// Source: B. Woodworth et al., "Kernel and Rich Regimes in Overparametrized Models", COLT 2020, section 5.
struct DeepDiagonalNet: FormulaSource {
  static let name = "deep-diagonal-net"
  static let shorthands = [Shorthand(DiagonalNet.name, depth.key, .otherThan("2", isKept: true))]
  static let parameters: [Parameter] = [
    .dimension, .sparsity, depth, .initialScale, .starts,
  ]
  static let features: Set<Feature> = [.ownInputs]
  static let constraints: [Constraint] = [.fitsDimension(.sparsity, of: Block.model)]

  private static let depth = Parameter.depth.with { $0.defaultValue = .integer(3) }

  static func wording(_ values: borrowing Values) -> ModelWording {
    ModelWording(
      ModelText(
        blocks: [
          ModelText.Block(
            name: "u", extents: ["dimension"], starts: [.normal(values.number(.initialScale))]),
          ModelText.Block(name: "v", extents: ["dimension"], starts: [.sameAs("u")]),
        ],
        sizes: [
          ModelText.Size("dimension", values.size(.dimension)),
          ModelText.Size("depth", values.size(depth)),
        ], prediction: "(u ** depth - v ** depth) @ x"))
  }

  static func shape(_ values: borrowing Values) -> Shape? { .vector(values.size(.dimension)) }

  static func truth(_ values: borrowing Values) -> GeneratedTruth? {
    .sparse(dimension: values.integer(.dimension), sparsity: values.integer(.sparsity))
  }
}
