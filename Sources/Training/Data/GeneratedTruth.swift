public import Formulas

/// The law of a generated truth w*.
public enum GeneratedTruth: Hashable, Sendable {
  /// A signal of length d, the dimension ≥ 1, with k non-zero entries, the sparsity in 0...d.
  case sparse(dimension: Int, sparsity: Int)
  /// A p × p matrix, the dimension p ≥ 1, of the given rank in 1...p and of Frobenius norm √p.
  case lowRank(dimension: Int, rank: Int)
  /// A symmetric p × p matrix, likewise, without negative eigenvalues.
  case symmetricLowRank(dimension: Int, rank: Int)
  /// A matrix of rows × columns, of the given rank and of Frobenius norm ⁴√(rows · columns).
  case lowRankRectangle(rows: Int, columns: Int, rank: Int)
  /// A formula over a sample x of some shape, which `Formulas` reads.
  case target(String, input: Shape)
  /// A model with parameters of its own, as the text of a `Structure`, over samples of some shape.
  case teacher(String, input: Shape)
}
