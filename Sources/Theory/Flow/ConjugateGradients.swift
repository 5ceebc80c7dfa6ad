import DenseAlgebra

/// Solutions of A x = b for a symmetric A that is known by its products, by conjugate gradients.
///
/// Source: M. R. Hestenes, E. Stiefel, "Methods of Conjugate Gradients for Solving Linear Systems", J. Res.
/// Nat. Bur. Stand. 49 (1952).
enum ConjugateGradients {
  /// x with ‖b − A x‖₂ ≤ tolerance · ‖b‖₂.
  ///
  /// - Parameters:
  ///   - b: Shape `[P]`.
  ///   - tolerance: Above rounding.
  ///   - limit: The most products.
  ///   - product: A x.
  /// - Returns: x; nil where A is seen not to be positive, a number is not finite, or the products are used
  ///   up.
  static func solve(
    _ b: [Double], tolerance: Double, limit: Int, _ product: (_ x: [Double]) -> [Double]
  ) -> [Double]? {
    var x = b.map { _ in 0.0 }
    var rest = b
    var square = squaredNorm(rest)
    guard square.isFinite else { return nil }
    let goal = tolerance * tolerance * square
    var direction = rest
    for _ in 0..<limit {
      if square <= goal { return x }
      let image = product(direction)
      let bend = inner(direction, image)
      guard bend > 0, bend.isFinite else { return nil }
      let length = square / bend
      for p in x.indices {
        x[p] = x[p].addingProduct(length, direction[p])
        rest[p] = rest[p].addingProduct(-length, image[p])
      }
      let next = squaredNorm(rest)
      let share = next / square
      for p in x.indices { direction[p] = rest[p].addingProduct(share, direction[p]) }
      square = next
    }
    return square <= goal ? x : nil
  }

  private static func squaredNorm(_ x: [Double]) -> Double { inner(x, x) }

  private static func inner(_ x: [Double], _ y: [Double]) -> Double {
    dot(lanes(of: x), lanes(of: y))
  }
}
