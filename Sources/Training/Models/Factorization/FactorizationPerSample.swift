/// w = vec(W_L … W_1) with θ = (W_1, …, W_L), sample by sample.
struct FactorizationPerSample: PerSample {
  private let shapes: FactorShapes
  private let design: BlockedDesign

  init(_ shapes: FactorShapes, _ problem: RegressionProblem) {
    self.shapes = shapes
    design = BlockedDesign(problem)
  }

  var parameterCount: Int { shapes.range(ofLayer: shapes.depth).upperBound }

  var sampleCount: Int { design.rowCount }

  /// The hidden units: row k of W_l together with column k of W_{l+1}.
  var vanishingGroups: [[Int]] {
    (1..<shapes.depth).flatMap { l in
      (0..<shapes.width).map { unit in
        let below = shapes.range(ofLayer: l)
        let above = shapes.range(ofLayer: l + 1)
        let rowLength = shapes.columnCount(ofLayer: l)
        let row = (0..<rowLength).map { below.lowerBound + unit * rowLength + $0 }
        let column = (0..<shapes.rowCount(ofLayer: l + 1)).map {
          above.lowerBound + $0 * shapes.width + unit
        }
        return row + column
      }
    }
  }

  func point(_ theta: [Double]) -> any PerSamplePoint {
    precondition(theta.count == parameterCount, "one value for every parameter")
    return FactorizationPoint(Factors(theta, shapes), design)
  }
}

/// A point of a ``FactorizationPerSample``.
private struct FactorizationPoint: PerSamplePoint {
  let predictions: [Double]
  private let factors: Factors
  private let design: BlockedDesign

  init(_ factors: Factors, _ design: BlockedDesign) {
    self.factors = factors
    self.design = design
    predictions = design.product(factors.signal)
  }

  func gradients(ofBlock block: Int, output _: Int) -> ArraySlice<SIMD8<Double>> {
    factors.gradients(of: design.rows(ofBlock: block))[...]
  }

  func hessianProducts(
    ofBlock block: Int, output _: Int, along directions: ArraySlice<SIMD8<Double>>
  ) -> [SIMD8<Double>] {
    factors.curvatures(of: design.rows(ofBlock: block), along: directions)
  }
}
