extension Model {
  /// w(θ) of a single run, in the canonical order, shape `[signalCount]`.
  ///
  /// - Precondition: `theta.count == parameterCount`.
  public func signal(of theta: [Double]) -> [Double] {
    precondition(theta.count == parameterCount, "one value for every parameter")
    switch self {
    case .diagonalNet(let dimension):
      return (0..<dimension).map {
        theta[$0] * theta[$0] - theta[dimension + $0] * theta[dimension + $0]
      }
    case .matrixFactorization(let dimension, let width, let depth):
      checkPreconditions()
      let network = MatrixFactorization(
        dimension: dimension, width: width, depth: depth,
        LaneFactorProducts<SIMD2<Double>>())
      let signal = LaneStorage<SIMD2<Double>>(repeating: .zero, count: signalCount)
      network.predict(from: LaneStorage(theta.map { SIMD2(repeating: $0) }), into: signal)
      return (0..<signalCount).map { signal[$0][0] }
    }
  }

  /// The diagonal of H = JᵀJ/n, shape `[parameterCount]`.
  ///
  /// For a diagonal net 4 q ⊙ θ², qⱼ = (1/n) Σᵢ zᵢⱼ² repeated for u and v. For a factorization
  /// (Σᵢ (∂fᵢ/∂θ_p)²) / n with ∂fᵢ/∂θ the pull-back of row i of the design, the squares summed over i
  /// in sequence by fused multiply-adds from +0.
  ///
  /// - Precondition: `theta.count == parameterCount`, and the model fits the problem.
  public func diagonalHessian(at theta: [Double], of problem: RegressionProblem) -> [Double] {
    precondition(theta.count == parameterCount, "one value for every parameter")
    precondition(signalCount == problem.signalCount, "the model's signal has the problem's length")
    switch self {
    case .diagonalNet(let dimension):
      return theta.enumerated().map { index, x in
        4 * problem.designMeanSquares[index % dimension] * (x * x)
      }
    case .matrixFactorization(let dimension, let width, let depth):
      checkPreconditions()
      return meanSquaredPullBacks(
        MatrixFactorization(
          dimension: dimension, width: width, depth: depth, LaneFactorProducts()),
        theta, problem)
    }
  }

  /// (Σᵢ (∂fᵢ)²) / n for every parameter; eight rows of the design are pulled back side by side.
  private func meanSquaredPullBacks(
    _ network: borrowing MatrixFactorization<LaneFactorProducts<SIMD8<Double>>>, _ theta: [Double],
    _ problem: RegressionProblem
  ) -> [Double] {
    let parameters = LaneStorage(theta.map { SIMD8<Double>(repeating: $0) })
    let row = LaneStorage<SIMD8<Double>>(repeating: .zero, count: signalCount)
    let gradient = LaneStorage<SIMD8<Double>>(repeating: .zero, count: parameterCount)
    var sums = Array(repeating: 0.0, count: parameterCount)
    // What it leaves behind for the pull-backs is what matters; `row` is overwritten.
    network.predict(from: parameters, into: row)
    for first in stride(from: 0, to: problem.sampleCount, by: 8) {
      let count = min(8, problem.sampleCount - first)
      for j in 0..<signalCount {
        var z = SIMD8<Double>.zero
        for k in 0..<count { z[k] = problem.design.entry(first + k, j) }
        row[j] = z
      }
      network.pullBack(row, at: parameters, into: gradient)
      for p in 0..<parameterCount {
        for k in 0..<count { sums[p].addProduct(gradient[p][k], gradient[p][k]) }
      }
    }
    return sums.map { $0 / Double(problem.sampleCount) }
  }
}
