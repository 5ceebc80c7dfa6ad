/// A matrix of θ whose rows, columns or both have a second moment, itself a matrix: L ≈ GGᵀ, R ≈ GᵀG.
public struct SidedMatrix: Hashable, Sendable {
  /// The index of its first entry in θ; it is row-major.
  public let offset: Int
  /// Its rows, the dimension of L.
  public let rowCount: Int
  /// Its columns, the dimension of R.
  public let columnCount: Int
  /// Whether there is an L.
  public let hasLeft: Bool
  /// Whether there is an R.
  public let hasRight: Bool

  /// The entries of L and of R, whichever there are.
  public var squareCount: Int {
    (hasLeft ? rowCount * rowCount : 0) + (hasRight ? columnCount * columnCount : 0)
  }
}
