/// A model whose predictions are linear in a signal, every entry of which is a sum of functions of
/// single parameters.
///
///     f = Z w,   w_j = Σ_l φ_l(θ_{lq+j}),   j = 0, …, q − 1
///
/// θ is a sequence of layers, each with a parameter for every entry of the signal. Row i of J has z_ij
/// φ'_p at the parameters p of entry j, and ∇²fᵢ is diagonal, so that neither needs to be formed.
public protocol SeparablePerSample: PerSample {
  /// Z, n × q.
  var design: BlockedDesign { get }
  /// (1/n) Σᵢ z_ij², shape `[q]`.
  var designMeanSquares: [Double] { get }

  /// w(θ), shape `[q]`.
  func signal(at theta: [Double]) -> [Double]

  /// φ'(θ) of every parameter, shape `[P]`.
  func slopes(at theta: [Double]) -> [Double]

  /// φ''(θ) of every parameter, shape `[P]`.
  func bends(at theta: [Double]) -> [Double]
}

extension SeparablePerSample {
  /// n.
  public var sampleCount: Int { design.rowCount }

  /// The predictions and their derivatives at θ, shape `[P]`.
  public func point(_ theta: [Double]) -> any PerSamplePoint {
    precondition(theta.count == parameterCount, "one value for every parameter")
    return SeparablePoint(
      design: design, predictions: design.product(signal(at: theta)), slopes: slopes(at: theta),
      bends: bends(at: theta))
  }
}

/// A point of a ``SeparablePerSample``.
private struct SeparablePoint: PerSamplePoint {
  let design: BlockedDesign
  let predictions: [Double]
  let slopes: [Double]
  let bends: [Double]

  func gradients(ofBlock block: Int, output _: Int) -> ArraySlice<SIMD8<Double>> {
    scaledRows(ofBlock: block, by: slopes)[...]
  }

  func hessianProducts(
    ofBlock block: Int, output _: Int, along directions: ArraySlice<SIMD8<Double>>
  ) -> [SIMD8<Double>] {
    zip(scaledRows(ofBlock: block, by: bends), directions).map { $0 * $1 }
  }

  private func scaledRows(ofBlock block: Int, by factors: [Double]) -> [SIMD8<Double>] {
    let z = design.rows(ofBlock: block)
    return factors.indices.map { z[z.startIndex + $0 % z.count] * factors[$0] }
  }
}
