extension Model {
  /// The parameters of each layer, ranges of indices from 0 that cover `0..<parameterCount` in order.
  ///
  /// They are u and v of a diagonal net, W_1, …, W_L of a factorization.
  public var layers: [Range<Int>] {
    switch self {
    case .diagonalNet(let dimension):
      [0..<dimension, dimension..<2 * dimension]
    case .matrixFactorization(let dimension, let width, let depth):
      (1...depth).map { layer in
        FactorShapes(dimension: dimension, width: width, depth: depth).range(ofLayer: layer)
      }
    }
  }

  /// The blocks that share one second moment under adam-mini, in the order of the parameters.
  ///
  /// They are the rows of every W_l, or contiguous pieces of u and of v, the last of each perhaps
  /// shorter.
  ///
  /// - Parameter blockSize: Length of the pieces for a diagonal net, nil for a factorization.
  /// - Returns: Ranges of indices from 0 that cover `0..<parameterCount`.
  public func blocks(ofSize blockSize: Int?) -> [Range<Int>] {
    switch self {
    case .diagonalNet:
      guard let blockSize, blockSize >= 1 else {
        preconditionFailure("blocks of a diagonal net need a positive size")
      }
      return layers.flatMap { $0.chunks(ofLength: blockSize) }
    case .matrixFactorization(let dimension, let width, let depth):
      precondition(blockSize == nil, "blocks of a factorization are its rows")
      let shapes = FactorShapes(dimension: dimension, width: width, depth: depth)
      return (1...depth).flatMap { layer in
        shapes.range(ofLayer: layer).chunks(ofLength: shapes.columnCount(ofLayer: layer))
      }
    }
  }
}
