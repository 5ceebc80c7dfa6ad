/// Where the factors W_1 (h × p), W_2 … W_{L−1} (h × h), W_L (p × h) lie in θ; layers count from 1.
struct FactorShapes: Sendable {
  /// p.
  let dimension: Int
  /// h.
  let width: Int
  /// L ≥ 2.
  let depth: Int

  init(dimension: Int, width: Int, depth: Int) {
    precondition(dimension >= 1 && width >= 1 && depth >= 2)
    self.dimension = dimension
    self.width = width
    self.depth = depth
  }

  /// Index of the first parameter of W_l.
  func offset(ofLayer layer: Int) -> Int {
    layer == 1 ? 0 : width * (dimension + (layer - 2) * width)
  }

  /// Outputs of W_l.
  func rowCount(ofLayer layer: Int) -> Int { layer == depth ? dimension : width }

  /// Inputs of W_l.
  func columnCount(ofLayer layer: Int) -> Int { layer == 1 ? dimension : width }

  /// The parameters of W_l.
  func range(ofLayer layer: Int) -> Range<Int> {
    let first = offset(ofLayer: layer)
    return first..<first + rowCount(ofLayer: layer) * columnCount(ofLayer: layer)
  }
}
