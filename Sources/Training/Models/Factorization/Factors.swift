/// The factors W_1, …, W_L of a matrix factorization at one point, and their products from the
/// right.
///
/// With A_i row i of the design as a p × p matrix, R_l = W_l … W_1 and B_L = A_i, B_{l−1} = W_lᵀ
/// B_l,
///
///     ∂fᵢ/∂W_l = B_l R_{l−1}ᵀ  (l ≥ 2),   ∂fᵢ/∂W_1 = B_1
///
/// and for a direction m = (M_1, …, M_L), with a dot for the derivative along it,
///
///     (∇²fᵢ m)_l = Ḃ_l R_{l−1}ᵀ + B_l Ṙ_{l−1}ᵀ,   Ḃ_{l−1} = M_lᵀ B_l + W_lᵀ Ḃ_l,   Ḃ_L = 0
///     Ṙ_1 = M_1,   Ṙ_l = M_l R_{l−1} + W_l Ṙ_{l−1}
struct Factors: Sendable {
  private let dimension: Int
  /// Index of the first parameter of W_l at l − 1.
  private let offsets: [Int]
  /// W_l at l − 1.
  private let weights: [LaneMatrix]
  /// R_l at l − 1.
  private let products: [LaneMatrix]

  private var depth: Int { weights.count }

  /// The factors in θ.
  init(_ theta: [Double], _ shapes: FactorShapes) {
    dimension = shapes.dimension
    offsets = (1...shapes.depth).map(shapes.offset(ofLayer:))
    weights = (1...shapes.depth).map { l in
      LaneMatrix(
        shapes.rowCount(ofLayer: l), shapes.columnCount(ofLayer: l),
        repeating: theta[shapes.range(ofLayer: l)])
    }
    var products = [weights[0]]
    for weight in weights.dropFirst() {
      products.append(.product(weight, products[products.count - 1]))
    }
    self.products = products
  }

  /// w, row-major, shape `[dimension²]`.
  var signal: [Double] { products[depth - 1].entries.map { $0[0] } }

  /// ∂fᵢ/∂θ of eight samples.
  ///
  /// - Parameter rows: The rows of the design of these samples, shape `[dimension²]`.
  /// - Returns: Shape `[P]`.
  func gradients(of rows: ArraySlice<SIMD8<Double>>) -> [SIMD8<Double>] {
    var backward = LaneMatrix(dimension, dimension, rows)
    var pieces: [[SIMD8<Double>]] = []
    for l in stride(from: depth - 1, through: 1, by: -1) {
      pieces.append(
        LaneMatrix.product(backward, products[l - 1], transposed: .right).entries)
      backward = .product(weights[l], backward, transposed: .left)
    }
    pieces.append(backward.entries)
    return Array(pieces.reversed().joined())
  }

  /// ∇²fᵢ mᵢ of eight samples.
  ///
  /// - Parameters:
  ///   - rows: The rows of the design of these samples, shape `[dimension²]`.
  ///   - directions: mᵢ, shape `[P]`.
  /// - Returns: Shape `[P]`.
  func curvatures(
    of rows: ArraySlice<SIMD8<Double>>, along directions: ArraySlice<SIMD8<Double>>
  ) -> [SIMD8<Double>] {
    let tangents = weights.indices.map { l in
      let first = directions.startIndex + offsets[l]
      return LaneMatrix(
        weights[l].rowCount, weights[l].columnCount,
        directions[first..<first + weights[l].entries.count])
    }
    var productTangents = [tangents[0]]
    for l in 1..<depth {
      var tangent = LaneMatrix.product(tangents[l], products[l - 1])
      tangent.addProduct(weights[l], productTangents[l - 1])
      productTangents.append(tangent)
    }
    var backward = LaneMatrix(dimension, dimension, rows)
    var backwardTangent = LaneMatrix(zero: dimension, dimension)
    var pieces: [[SIMD8<Double>]] = []
    for l in stride(from: depth - 1, through: 1, by: -1) {
      var piece = LaneMatrix.product(backwardTangent, products[l - 1], transposed: .right)
      piece.addProduct(backward, productTangents[l - 1], transposed: .right)
      pieces.append(piece.entries)
      var next = LaneMatrix.product(tangents[l], backward, transposed: .left)
      next.addProduct(weights[l], backwardTangent, transposed: .left)
      backwardTangent = next
      backward = .product(weights[l], backward, transposed: .left)
    }
    pieces.append(backwardTangent.entries)
    return Array(pieces.reversed().joined())
  }
}
