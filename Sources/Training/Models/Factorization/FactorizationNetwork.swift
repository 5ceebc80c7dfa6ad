/// w = vec(W_L … W_1), with θ = (W_1, …, W_L), all row-major: the deep linear factorization.
///
/// Forward A_1 = W_1, A_l = W_l A_{l−1}, w = A_L. Backward, with B_L = G, the matrix ∂L/∂w,
///
///     ∂L/∂W_l = B_l A_{l−1}ᵀ,   B_{l−1} = W_lᵀ B_l   (l = L, …, 2),   ∂L/∂W_1 = B_1
///
/// The canonical order of every product is that of ``FactorProducts``. Counts are of vectors, which hold
/// an entry of every run, or sixteen entries of one.
struct FactorizationNetwork<Products: FactorProducts & ~Copyable>: Parametrization, ~Copyable {
  typealias Lanes = Products.Lanes

  private let shapes: FactorShapes
  private let products: Products
  /// P in entries.
  private let entryCount: Int
  /// A_2, …, A_{L−1}; A_1 lies in θ and A_L in the signal.
  private let forwardProducts: LaneStorage<Lanes>
  /// B_2, …, B_{L−1}; B_1 lies in the gradient of W_1 and B_L in that of the signal.
  private let backwardProducts: LaneStorage<Lanes>

  init(dimension: Int, width: Int, depth: Int, _ products: consuming Products) {
    shapes = FactorShapes(dimension: dimension, width: width, depth: depth)
    entryCount = shapes.range(ofLayer: depth).upperBound
    let innerCount = products.vectorCount(ofEntries: (depth - 2) * width * dimension)
    forwardProducts = LaneStorage(repeating: .zero, count: innerCount)
    backwardProducts = LaneStorage(repeating: .zero, count: innerCount)
    self.products = products
  }

  var parameterCount: Int { products.vectorCount(ofEntries: entryCount) }
  var signalCount: Int { products.vectorCount(ofEntries: shapes.dimension * shapes.dimension) }

  func predict(
    from theta: borrowing LaneStorage<Lanes>, into signal: borrowing LaneStorage<Lanes>
  ) {
    precondition(theta.count == parameterCount && signal.count >= signalCount)
    let depth = shapes.depth
    if depth == 2 {
      products.multiply(theta, factor(2), theta, factor(1), into: signal, square)
      return
    }
    products.multiply(theta, factor(2), theta, factor(1), into: forwardProducts, inner(2))
    for l in 2..<(depth - 1) {
      products.multiply(
        theta, factor(l + 1), forwardProducts, inner(l), into: forwardProducts, inner(l + 1))
    }
    products.multiply(theta, factor(depth), forwardProducts, inner(depth - 1), into: signal, square)
  }

  func pullBack(
    _ signalGradient: borrowing LaneStorage<Lanes>, at theta: borrowing LaneStorage<Lanes>,
    into gradient: borrowing LaneStorage<Lanes>
  ) {
    precondition(theta.count == parameterCount && gradient.count == parameterCount)
    precondition(signalGradient.count >= signalCount)
    defer { products.complete(gradient, count: entryCount) }
    let depth = shapes.depth
    let (first, second) = (factor(1), factor(2))
    if depth == 2 {
      products.multiply(signalGradient, square, theta, first.transposed, into: gradient, second)
      products.multiply(theta, second.transposed, signalGradient, square, into: gradient, first)
      return
    }
    let (last, before) = (factor(depth), inner(depth - 1))
    products.multiply(
      signalGradient, square, forwardProducts, before.transposed, into: gradient, last)
    products.multiply(
      theta, last.transposed, signalGradient, square, into: backwardProducts, before)
    for l in stride(from: depth - 1, to: 2, by: -1) {
      let (weight, here, next) = (factor(l), inner(l), inner(l - 1))
      products.multiply(
        backwardProducts, here, forwardProducts, next.transposed, into: gradient, weight)
      products.multiply(
        theta, weight.transposed, backwardProducts, here, into: backwardProducts, next)
    }
    products.multiply(backwardProducts, inner(2), theta, first.transposed, into: gradient, second)
    products.multiply(theta, second.transposed, backwardProducts, inner(2), into: gradient, first)
  }

  /// W_l in θ, and its gradient in that of θ.
  private func factor(_ layer: Int) -> MatrixView {
    MatrixView(
      at: shapes.offset(ofLayer: layer), shapes.rowCount(ofLayer: layer),
      shapes.columnCount(ofLayer: layer))
  }

  /// A_l among the forward products, B_l among the backward ones, h × p, 2 ≤ l < L.
  private func inner(_ layer: Int) -> MatrixView {
    MatrixView(
      at: (layer - 2) * shapes.width * shapes.dimension, shapes.width, shapes.dimension)
  }

  /// w, and ∂L/∂w, as a p × p matrix.
  private var square: MatrixView { MatrixView(at: 0, shapes.dimension, shapes.dimension) }
}
