import DenseAlgebra
public import Parameters

/// A norm or a rank of one block of θ.
///
/// Singular values are those of a matrix of any shape. The stable rank is Σ (σ/σ₁)², the effective rank
/// that of ``Spectrum``; both are NaN for a block of zeros. O(r²c) for r ≤ c rows or columns.
public enum BlockNorm: CaseIterable, Sendable {
  /// ‖W‖, the root of the sum of squares, by fused multiply-adds in sequence from 0.
  case euclidean
  /// σ₁.
  case spectral
  /// Σσ.
  case nuclear
  /// ‖W‖²/σ₁².
  case stableRank
  /// exp of the entropy of σ/Σσ.
  case effectiveRank

  /// The word in a sweep file; the column of block `W` has `_W` behind it.
  public var quantity: Quantity {
    let quantity =
      switch self {
      case .euclidean: Quantity("block_norm", longName: "norm of", symbol: "norm of")
      case .spectral:
        Quantity(
          "spectral_norm", longName: "spectral norm (largest singular value) of", symbol: "σ₁ of")
      case .nuclear:
        Quantity(
          "block_nuclear_norm", longName: "nuclear norm (sum of the singular values) of",
          symbol: "Σσ of")
      case .stableRank:
        Quantity(
          "stable_rank", longName: "stable rank ‖·‖²/σ₁² of", symbol: "stable rank of")
      case .effectiveRank:
        Quantity(
          "block_effective_rank", longName: "exp(entropy of the normalized singular values) of",
          symbol: "effective rank of")
      }
    return quantity.with { $0.since = 3 }
  }

  /// Its value of a block as Python.
  public func python(ofBlock name: String) -> String {
    switch self {
    case .euclidean: "norm(ravel(\(name)))"
    case .spectral: "singular_values(\(name))[0]"
    case .nuclear: "sum(singular_values(\(name)))"
    case .stableRank: "sum((singular_values(\(name)) / singular_values(\(name))[0]) ** 2)"
    case .effectiveRank: "effective_rank(singular_values(\(name)))"
    }
  }

  /// Whether only a block that is a matrix has it.
  public var isOfMatrices: Bool { self != .euclidean }

  /// Its column for a block.
  ///
  /// - Parameters:
  ///   - block: The block's name.
  ///   - rank: The number of its axes.
  /// - Returns: The column; nil where the block has none.
  public func column(ofBlock block: String, rank: Int) -> Quantity? {
    guard rank == 2 || !isOfMatrices else { return nil }
    let quantity = quantity
    return Quantity(
      "\(quantity.name)_\(block)", longName: "\(quantity.longName) \(block)",
      symbol: "\(quantity.symbol) \(block)"
    ).with { $0.since = quantity.since }
  }
}

/// The values of ``BlockNorm`` for one block.
public struct BlockNorms {
  private let block: [Double]
  private let shape: [Int]
  private lazy var singularValues = SingularValues(of: block, rows: shape[0], columns: shape[1])
    .values

  /// A block of θ.
  ///
  /// - Parameters:
  ///   - block: Its numbers, row-major.
  ///   - shape: The lengths of its axes.
  public init(of block: some Collection<Double>, shape: [Int]) {
    precondition(block.count == shape.reduce(1, *))
    (self.block, self.shape) = (Array(block), shape)
  }

  /// One of them.
  ///
  /// - Precondition: The block is a matrix, or the norm is not of matrices.
  public mutating func value(_ norm: BlockNorm) -> Double {
    switch norm {
    case .euclidean: Training.norm(block)
    case .spectral: singularValues[0]
    case .nuclear: sum(singularValues)
    case .stableRank:
      singularValues.reduce(0) { $0.addingProduct($1 / singularValues[0], $1 / singularValues[0]) }
    case .effectiveRank: Spectrum.effectiveRank(of: singularValues)
    }
  }
}
