import Training

/// The predictions and their derivatives at one θ.
///
/// J (n × P) has the rows ∇fᵢ; H = JᵀJ/n. For a diagonal net ∂fᵢ/∂uⱼ = 2 zᵢⱼ uⱼ and
/// ∂fᵢ/∂vⱼ = −2 zᵢⱼ vⱼ, so that J is never formed; for a factorization it is, 8 n P bytes.
struct LandscapePoint {
  /// θ, shape `[P]`.
  let theta: [Double]
  /// rᵢ = fᵢ − yᵢ, shape `[n]`.
  let residuals: [Double]
  private let landscape: Landscape
  private let shape: Shape

  private enum Shape {
    /// The rows are ∂fᵢ/∂θ = ±2 zᵢⱼ θ with the sign of the layer.
    case diagonal(dimension: Int)
    /// The factors, and J.
    case factored(Factors, jacobian: SampleBlocks)
  }

  init(_ landscape: Landscape, _ theta: [Double]) {
    precondition(theta.count == landscape.parameterCount, "one value for every parameter")
    self.landscape = landscape
    self.theta = theta
    let signal: [Double]
    switch landscape.model {
    case .diagonalNet(let dimension):
      shape = .diagonal(dimension: dimension)
      signal = (0..<dimension).map {
        theta[$0] * theta[$0] - theta[dimension + $0] * theta[dimension + $0]
      }
    case .matrixFactorization(let dimension, let width, _):
      let factors = Factors(
        theta, dimension: dimension, width: width, layers: landscape.model.layers)
      signal = factors.signal
      var jacobian = SampleBlocks(
        rowCount: landscape.sampleCount, columnCount: landscape.parameterCount)
      let design = landscape.design
      jacobian.vectors = (0..<design.blockCount).flatMap { block in
        factors.gradients(of: design.rows(ofBlock: block))
      }
      shape = .factored(factors, jacobian: jacobian)
    }
    residuals = zip(landscape.design.product(signal), landscape.targets).map { $0 - $1 }
  }

  /// Whether every |rᵢ| is below the tolerance of the landscape.
  var isOnManifold: Bool { maximumMagnitude(residuals) < landscape.residualTolerance }

  /// J x, shape `[n]`, for x of shape `[P]`.
  func pushForward(_ x: [Double]) -> [Double] {
    precondition(x.count == theta.count)
    switch shape {
    case .diagonal(let d):
      return landscape.design.product(
        (0..<d).map { 2 * (theta[$0] * x[$0] - theta[d + $0] * x[d + $0]) })
    case .factored(_, let jacobian): return jacobian.product(x)
    }
  }

  /// Jᵀ x, shape `[P]`, for x of shape `[n]`.
  func pullBack(_ x: [Double]) -> [Double] {
    switch shape {
    case .diagonal(let d):
      let g = landscape.design.transposedProduct(x)
      return theta.indices.map { $0 < d ? 2 * theta[$0] * g[$0] : -2 * theta[$0] * g[$0 - d] }
    case .factored(_, let jacobian): return jacobian.transposedProduct(x)
    }
  }

  /// J S Jᵀ with S = Diag(metric), n × n, on and below the diagonal.
  ///
  /// - Complexity: n² q / 2 multiply-adds for a diagonal net, n² P / 2 for a factorization.
  func gram(_ metric: [Double]) -> SampleBlocks {
    switch shape {
    case .diagonal(let d):
      return landscape.design.gram(
        weights: (0..<d).map {
          4
            * (metric[$0] * (theta[$0] * theta[$0])
              + metric[d + $0] * (theta[d + $0] * theta[d + $0]))
        })
    case .factored(_, let jacobian): return jacobian.gram(weights: metric)
    }
  }

  /// diag(H) = (1/n) Σᵢ (∂fᵢ)², shape `[P]`, summed over the samples in sequence.
  func diagonalHessian() -> [Double] {
    switch shape {
    case .diagonal(let d):
      return theta.indices.map {
        4 * landscape.designMeanSquares[$0 % d] * (theta[$0] * theta[$0])
      }
    case .factored(_, let jacobian):
      return theta.indices.map { p in
        var sum = 0.0
        for i in 0..<jacobian.rowCount { sum.addProduct(jacobian[i, p], jacobian[i, p]) }
        return sum / Double(jacobian.rowCount)
      }
    }
  }

  /// ∇fᵢ, each scaled entry by entry, one row for every sample, padded to whole lanes.
  ///
  /// - Parameters:
  ///   - scale: Factors of the entries, shape `[P]`.
  ///   - indices: The parameters wanted, in order; all if nil.
  /// - Returns: n rows.
  func gradientRows(scaledBy scale: [Double], at indices: [Int]? = nil) -> [[SIMD8<Double>]] {
    let indices = indices ?? Array(theta.indices)
    var rows: [[SIMD8<Double>]] = []
    rows.reserveCapacity(landscape.sampleCount)
    for block in 0..<landscape.design.blockCount {
      let gradients = gradients(ofBlock: block)
      for k in 0..<min(8, landscape.sampleCount - 8 * block) {
        rows.append(lanes(of: indices.map { gradients[gradients.startIndex + $0][k] * scale[$0] }))
      }
    }
    return rows
  }

  /// ∇fᵢ of eight samples side by side, shape `[P]`.
  private func gradients(ofBlock block: Int) -> ArraySlice<SIMD8<Double>> {
    switch shape {
    case .diagonal(let d):
      let z = landscape.design.rows(ofBlock: block)
      return theta.indices.map { p in
        p < d
          ? 2 * z[z.startIndex + p] * theta[p] : -2 * z[z.startIndex + p - d] * theta[p]
      }[...]
    case .factored(_, let jacobian): return jacobian.rows(ofBlock: block)
    }
  }

  /// (2/n) Σᵢ ∇²fᵢ S ∇fᵢ with S = Diag(metric), shape `[P]`: ∇³L[S] up to a normal part.
  ///
  /// For a diagonal net 8 q ⊙ s ⊙ θ.
  func curvature(_ metric: [Double]) -> [Double] {
    switch shape {
    case .diagonal(let d):
      return theta.indices.map {
        8 * landscape.designMeanSquares[$0 % d] * metric[$0] * theta[$0]
      }
    case .factored(_, let jacobian):
      var directions = jacobian
      for b in 0..<directions.blockCount {
        for p in metric.indices { directions.vectors[b * metric.count + p] *= metric[p] }
      }
      return curvature(along: directions)
    }
  }

  /// (2/n) Σᵢ ∇²fᵢ mᵢ, shape `[P]`: ∇³L[M] up to a normal part if mᵢ = M ∇fᵢ.
  ///
  /// Sums over samples are those of ``SampleBlocks``.
  ///
  /// - Parameter directions: mᵢ in row i, n × P.
  /// - Returns: Shape `[P]`.
  func curvature(along directions: SampleBlocks) -> [Double] {
    precondition(directions.rowCount == landscape.sampleCount)
    precondition(directions.columnCount == theta.count)
    let design = landscape.design
    var sums = Array(repeating: SIMD8<Double>.zero, count: theta.count)
    for b in 0..<design.blockCount {
      let rows = design.rows(ofBlock: b)
      let m = directions.rows(ofBlock: b)
      switch shape {
      case .diagonal(let d):
        for p in theta.indices {
          // ∇²fᵢ is diagonal, 2 zᵢ for u and −2 zᵢ for v.
          let z = rows[rows.startIndex + (p < d ? p : p - d)]
          sums[p] = sums[p].addingProduct(p < d ? 2 * z : -2 * z, m[m.startIndex + p])
        }
      case .factored(let factors, _):
        let terms = factors.curvatures(of: rows, along: m)
        for p in theta.indices { sums[p] += terms[p] }
      }
    }
    let factor = 2 / Double(landscape.sampleCount)
    return sums.map { factor * sumOfLanes($0) }
  }
}
