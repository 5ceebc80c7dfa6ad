extension Model {
  /// The blocks of θ: u and v of a diagonal net, W1, …, WL of a factorization.
  public var layout: ParameterLayout {
    switch self {
    case .diagonalNet(let dimension): ParameterLayout(["u": [dimension], "v": [dimension]])
    case .matrixFactorization(let dimension, let width, let depth):
      ParameterLayout(
        (1...depth).map { layer in
          let shapes = FactorShapes(dimension: dimension, width: width, depth: depth)
          return (
            name: "W\(layer)",
            shape: [shapes.rowCount(ofLayer: layer), shapes.columnCount(ofLayer: layer)]
          )
        })
    }
  }

  /// The parameters of each layer, ranges of indices from 0 that cover `0..<parameterCount` in order.
  public var layers: [Range<Int>] { layout.blocks.map(\.range) }
}
