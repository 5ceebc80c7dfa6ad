import Training

extension AdaptiveRule {
  /// Sets of coordinates that the flow of the slow dynamics keeps at 0 once all of them are there,
  /// and at which tr(Diag(H)^{1−λ}) has a kink.
  ///
  /// On a diagonal net: every coordinate, a block of adam-mini, a layer for adalayer. On a
  /// factorization: a hidden unit, the row k of W_l together with the column k of W_{l+1}. Under
  /// sgd there is no kink.
  ///
  /// - Returns: Lists of parameter indices.
  func kinkGroups(of model: Model) -> [[Int]] {
    switch (sharing, model) {
    case (.none, _): return []
    case (.separate, .diagonalNet(let dimension)): return (0..<2 * dimension).map { [$0] }
    case (.blocks(let blocks), .diagonalNet): return blocks.map { Array($0) }
    case (_, .matrixFactorization(let dimension, let width, _)):
      let layers = model.layers
      return zip(layers, layers.dropFirst()).enumerated().flatMap { index, pair in
        (0..<width).map { unit in
          let (below, above) = pair
          let rowLength = index == 0 ? dimension : width
          let row = (0..<rowLength).map { below.lowerBound + unit * rowLength + $0 }
          let column = (0..<(above.count / width)).map { above.lowerBound + $0 * width + unit }
          return row + column
        }
      }
    }
  }
}
