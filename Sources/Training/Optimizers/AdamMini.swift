/// V = mean of g² over the block of a parameter, see ``ParameterLayout/pieces(ofSize:)``; S⁻¹ = √v + ε.
struct AdamMini: OptimizerKind {
  static let name = "adam-mini"

  /// Length of the pieces of vectors; nil where the blocks are rows of matrices.
  let blockSize: Int?

  var exponent: PreconditionerExponent? { .constant(0.5) }

  func sharing(in layout: ParameterLayout) -> Sharing { .blocks(layout.pieces(ofSize: blockSize)) }

  func rule<M: RuleMaker>(by maker: M) -> Rule<M.Lanes> {
    maker.blockwiseAdam(maker.layout.pieces(ofSize: blockSize))
  }
}

extension Optimizer {
  /// V = mean of g² over the block of a parameter, S⁻¹ = √v + ε.
  ///
  /// - Parameter blockSize: For a diagonal net the number ≥ 1 of consecutive coordinates of u, or of
  ///   v, in a block; the last block of each may be shorter. For a factorization nil: its blocks are
  ///   the rows of every factor.
  /// - Returns: The optimizer.
  public static func adamMini(blockSize: Int?) -> Optimizer {
    Optimizer(AdamMini(blockSize: blockSize))
  }
}
