/// One of the two products of a step, as a kernel over lane vectors.
///
/// A lane matrix maps `inputCount` lane vectors to `outputCount`: Z maps the signal to predictions,
/// Zᵀ residuals to the gradient. It owns whatever scratch space it needs, so that a product
/// allocates nothing.
///
/// The order of operations in each output is part of the results and is the same for every width.
protocol LaneMatrix<Lanes>: ~Copyable {
  associatedtype Lanes: LaneVector

  var outputCount: Int { get }
  var inputCount: Int { get }

  /// Writes the products into the first `outputCount` elements of `output`.
  ///
  /// - Precondition: `input` has `inputCount` elements rounded up to a multiple of 32, those from
  ///   `inputCount` on being +0.
  func multiply(_ input: borrowing LaneStorage<Lanes>, into output: borrowing LaneStorage<Lanes>)
}

/// The length of a kernel's input: a multiple of 32, the width of a sign block.
func paddedCount(_ count: Int) -> Int { (count + 31) / 32 * 32 }
