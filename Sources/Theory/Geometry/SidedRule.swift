import DenseAlgebra
import ElementaryFunctions
import Training

/// V and S of Shampoo: v holds L and R of every matrix, in order, each row-major.
///
///     V(H): tr_R H = (1/n) Σ GGᵀ and tr_L H = (1/n) Σ GᵀG over the rows of J as matrices G
///     S = (L + εI)^(−p) ⊗ (R + εI)^(−p)     p is the run's own, or ¼ with both sides and ½ with one
struct SidedRule: PreconditionerRule {
  private let matrices: [SidedMatrix]
  /// p; NaN for ¼ or ½.
  private let exponent: Double
  private let epsilon: Double

  /// The functions of an optimizer with second moments on the sides of these matrices.
  ///
  /// - Parameters:
  ///   - matrices: The matrices, which cover θ in order.
  ///   - exponent: p > 0; NaN for ¼ with both sides and ½ with one.
  ///   - epsilon: ε > 0, in the unit of L and R.
  init(_ matrices: [SidedMatrix], exponent: Double = .nan, epsilon: Double) {
    precondition(epsilon > 0, "epsilon must be positive")
    (self.matrices, self.exponent, self.epsilon) = (matrices, exponent, epsilon)
  }

  let hasSecondMoment = true
  let forgets = true

  var secondMomentCount: Int { matrices.reduce(0) { $0 + $1.squareCount } }

  func averagedHessian(at point: any PointGeometry) -> [Double] {
    let rows = point.rows
    return matrices.flatMap { matrix -> [Double] in
      let (m, k) = (matrix.rowCount, matrix.columnCount)
      var left = Array(repeating: 0.0, count: matrix.hasLeft ? m * m : 0)
      var right = Array(repeating: 0.0, count: matrix.hasRight ? k * k : 0)
      for row in rows {
        let g = row[matrix.offset..<matrix.offset + m * k]
        func entry(_ i: Int, _ j: Int) -> Double { g[g.startIndex + i * k + j] }
        for i in 0..<m where matrix.hasLeft {
          for j in 0..<m {
            for l in 0..<k { left[i * m + j].addProduct(entry(i, l), entry(j, l)) }
          }
        }
        for i in 0..<k where matrix.hasRight {
          for j in 0..<k {
            for l in 0..<m { right[i * k + j].addProduct(entry(l, i), entry(l, j)) }
          }
        }
      }
      return (left + right).map { $0 / Double(point.sampleCount) }
    }
  }

  func averaged(_ given: [Double]) -> [Double] { given }

  func metric(_ v: [Double]) -> Metric {
    precondition(v.count == secondMomentCount, "L and R of every matrix")
    var start = 0
    func side(_ exists: Bool, _ dimension: Int, _ exponent: Double) -> SidedFactors.Side? {
      guard exists else { return nil }
      defer { start += dimension * dimension }
      return power(Array(v[start..<start + dimension * dimension]), dimension, exponent)
    }
    return .sided(
      matrices.map { matrix in
        let usual = matrix.hasLeft && matrix.hasRight ? 0.25 : 0.5
        let exponent = exponent.isNaN ? usual : exponent
        let left = side(matrix.hasLeft, matrix.rowCount, exponent)
        return SidedFactors(
          matrix: matrix, left: left, right: side(matrix.hasRight, matrix.columnCount, exponent))
      })
  }

  /// (A + εI)^(−p) and its root by eigenpairs, eigenvalues below 0 taken for 0, as in training.
  private func power(_ a: [Double], _ n: Int, _ exponent: Double) -> SidedFactors.Side {
    guard let pairs = SymmetricEigenpairs(a, dimension: n) else {
      let lost = Array(repeating: Double.nan, count: n * n)
      return SidedFactors.Side(power: lost, root: lost)
    }
    func matrix(_ exponent: Double) -> [Double] {
      let powers = pairs.values.map { Elementary.power(max($0, 0) + epsilon, -exponent) }
      var result = Array(repeating: 0.0, count: n * n)
      for (power, e) in zip(powers, pairs.vectors) {
        for i in 0..<n { for j in 0..<n { result[i * n + j].addProduct(power * e[i], e[j]) } }
      }
      return result
    }
    return SidedFactors.Side(power: matrix(exponent), root: matrix(exponent / 2))
  }

  func bounded(_ v: [Double]) -> [Double] { v }

  func measure(_ v: [Double]) -> [Double] { v }

  func kinkGroups(of _: any PerSample) -> [[Int]] { [] }
}
