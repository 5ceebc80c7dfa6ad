public import Training

/// A model's predictions under a loss that is not curved like ½(f − y)²: F f in the place of f.
///
/// Where a loss ℓ(f) of sample i is smallest, at f*, it is ½ (f − f*)ᵀ Λ (f − f*) up to higher orders,
/// Λ its second derivative there. With Λ = FᵀF that is half the squared length of F f − F f*: near Γ
/// the loss is the squared one of F f. So
///
///     H = (1/n) Σᵢ Jᵢᵀ Λᵢ Jᵢ,   ∇³L[S] ≅ (2/n) Σᵢ Σ_cd Λᵢ,cd ∇²f_ic S ∇f_id,   Γ = {F f = F f*}
///
/// and where Λ does not see a direction, as cross entropy does not see what all logits of a sample have
/// in common, F has no row for it and Γ leaves it free.
public struct WeightedOutputs: PerSample {
  private let model: any PerSample
  /// Fᵢ, row-major, shape `[n, K, C]`.
  private let factors: [Double]
  /// K, the rows of every F.
  public let outputCount: Int

  /// The weighted predictions of a model.
  ///
  /// - Parameters:
  ///   - model: The predictions, C for a sample.
  ///   - factors: The matrices Fᵢ, each row-major, shape `[n, K, C]`.
  public init(_ model: any PerSample, factors: [Double]) {
    let entries = model.sampleCount * model.outputCount
    precondition(
      !factors.isEmpty && factors.count % entries == 0, "as many rows for every sample")
    self.model = model
    self.factors = factors
    outputCount = factors.count / entries
  }

  /// The weighted predictions under a loss of every prediction by itself.
  ///
  /// - Parameters:
  ///   - model: The predictions.
  ///   - curvatures: ℓ'' > 0 of every prediction at its minimizer, shape `[n · C]`.
  public init(_ model: any PerSample, curvatures: [Double]) {
    let count = model.outputCount
    precondition(
      curvatures.count == model.sampleCount * count && curvatures.allSatisfy { $0 > 0 },
      "a positive curvature for every prediction")
    self.init(
      model,
      factors: curvatures.enumerated().flatMap { index, curvature in
        (0..<count).map { $0 == index % count ? curvature.squareRoot() : 0 }
      })
  }

  /// The weighted predictions under the cross entropy with class probabilities q.
  ///
  /// Λ = Diag(q) − q qᵀ, and F is its Cholesky factor without the row that is 0: with s_k = Σ_{j≥k} q_j,
  /// F_kk = √(q_k s_{k+1}/s_k) and F_kc = −q_c √(q_k/(s_k s_{k+1})) for c > k.
  ///
  /// - Parameters:
  ///   - model: The logits, C ≥ 2 for a sample.
  ///   - probabilities: q > 0, which add up to 1 for every sample, shape `[n · C]`.
  /// - SeeAlso: K. Tanabe and M. Sagae, "An exact Cholesky decomposition and the generalized inverse of
  ///   the variance-covariance matrix of the multinomial distribution", J. R. Stat. Soc. B 54 (1992).
  public init(_ model: any PerSample, probabilities: [Double]) {
    let count = model.outputCount
    precondition(count >= 2, "classes are at least two")
    precondition(
      probabilities.count == model.sampleCount * count && probabilities.allSatisfy { $0 > 0 },
      "a positive probability for every class of every sample")
    var factors: [Double] = []
    for sample in 0..<model.sampleCount {
      let q = probabilities[(sample * count)..<((sample + 1) * count)]
      for k in 0..<count - 1 {
        let own = q[q.startIndex + k]
        let rest = q[(q.startIndex + k + 1)...].reduce(0, +)
        let root = (own / ((own + rest) * rest)).squareRoot()
        factors += Array(repeating: 0, count: k) + [rest * root]
        factors += q[(q.startIndex + k + 1)...].map { -$0 * root }
      }
    }
    self.init(model, factors: factors)
  }

  /// P, the length of θ.
  public var parameterCount: Int { model.parameterCount }
  /// n.
  public var sampleCount: Int { model.sampleCount }
  /// Whether the model keeps the signs of its parameters.
  public var keepsSigns: Bool { model.keepsSigns }
  /// What stays at 0 in the model.
  public var vanishingGroups: [[Int]] { model.vanishingGroups }

  /// The targets F f* for minimizers f* of shape `[n · C]`, shape `[n · K]`.
  public func targets(_ minimizers: [Double]) -> [Double] { weighted(minimizers) }

  /// The weighted predictions and their derivatives at θ, shape `[P]`.
  public func point(_ theta: [Double]) -> any PerSamplePoint {
    WeightedPoint(weights: self, point: model.point(theta))
  }

  /// F x for x of shape `[n · C]`, sums in sequence from 0.
  fileprivate func weighted(_ x: [Double]) -> [Double] {
    let count = model.outputCount
    precondition(x.count == sampleCount * count, "one value for every prediction")
    return (0..<sampleCount * outputCount).map { row in
      let first = row / outputCount * count
      return (0..<count).reduce(0.0) { $0.addingProduct(factors[row * count + $1], x[first + $1]) }
    }
  }

  /// Σ_c F_kc x_c of eight samples, in sequence from 0, x_c of shape `[P]` each.
  fileprivate func weighted(
    ofBlock block: Int, output: Int, _ x: (_ output: Int) -> some Collection<SIMD8<Double>>
  ) -> [SIMD8<Double>] {
    let count = model.outputCount
    var result = Array(repeating: SIMD8<Double>.zero, count: parameterCount)
    for c in 0..<count {
      var factor = SIMD8<Double>.zero
      for k in 0..<min(8, sampleCount - 8 * block) {
        factor[k] = factors[((8 * block + k) * outputCount + output) * count + c]
      }
      for (p, value) in x(c).enumerated() { result[p] = result[p].addingProduct(factor, value) }
    }
    return result
  }
}

/// A point of ``WeightedOutputs``.
private struct WeightedPoint: PerSamplePoint {
  let weights: WeightedOutputs
  let point: any PerSamplePoint

  var predictions: [Double] { weights.weighted(point.predictions) }

  func gradients(ofBlock block: Int, output: Int) -> ArraySlice<SIMD8<Double>> {
    weights.weighted(ofBlock: block, output: output) {
      point.gradients(ofBlock: block, output: $0)
    }[...]
  }

  func hessianProducts(
    ofBlock block: Int, output: Int, along directions: ArraySlice<SIMD8<Double>>
  ) -> [SIMD8<Double>] {
    weights.weighted(ofBlock: block, output: output) {
      point.hessianProducts(ofBlock: block, output: $0, along: directions)
    }
  }
}
