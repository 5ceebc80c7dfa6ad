import DenseAlgebra
public import Training

/// The residual of the fixed-point condition ∇_Γ tr(Diag(H)^{1−λ}) = 0 at a point of Γ.
///
///     stationarity = ‖(I − K K⁺) D g‖ / ‖D g‖
///
/// over the active coordinates A = {j : |θⱼ| > 0.01 max|θ|}, with D = Diag(|θ_A|), K = D J_Aᵀ,
/// h = diag(JᵀJ/n) and g = [(2/n) Σᵢ ∇²fᵢ Diag(h^{−λ}) ∇fᵢ]_A. A coordinate with h = 0 contributes
/// nothing to g.
///
/// - Parameters:
///   - theta: A point of Γ, shape `[model.parameterCount]`.
///   - problem: The data.
///   - model: The parametrization.
///   - exponent: λ in [0, 1): 0 for sgd, ½ for adam.
/// - Returns: A number in [0, 1]: 0 where the slow dynamics end. It is 0 if D g = 0, and where J_A
///   has full column rank, to rounding: there Γ leaves no direction. NaN if θ is not finite.
/// - Complexity: A step of ``project(_:onto:model:metric:)``. If |A| ≤ n, or the rows of Kᵀ are nearly
///   dependent (a condition above about 10⁵), 3 n² m multiply-adds and 8 n m bytes, m = |A| for a
///   factorization and at most min(d, |A|) for a diagonal net.
/// - SeeAlso: X. Li, H. Wen, K. Lyu, "Adam Reduces a Unique Form of Sharpness", arXiv 2511.02773.
public func stationarity(
  at theta: [Double], problem: RegressionProblem, model: Model, exponent: Double
) -> Double {
  precondition(exponent >= 0 && exponent < 1, "the exponent lies in [0, 1)")
  return Landscape(problem, model).stationarity(at: theta, RestWeights(exponent: exponent))
}

extension Landscape {
  /// See ``stationarity(at:problem:model:exponent:)``.
  func stationarity(at theta: [Double], _ rest: RestWeights) -> Double {
    let largest = maximumMagnitude(theta)
    guard largest.isFinite else { return .nan }
    // D, with 0 for a coordinate that is not active.
    let scale = theta.map { abs($0) > 0.01 * largest ? abs($0) : 0 }
    let here = point(theta)
    let scaled = zip(scale, here.curvature(rest(here.diagonalHessian()))).map {
      $0 > 0 ? $0 * $1 : 0
    }
    let norm = norm(scaled)
    guard norm > 0 else { return 0 }
    let residual =
      residualByNormalEquations(of: scaled, scale: scale, at: here)
      ?? residualByOrthonormalBasis(of: scaled, scale: scale, at: here)
    return min(1, residual / norm)
  }

  /// min_x ‖b − K x‖ = ‖(I − K K⁺) b‖ by an ``OrthonormalBasis``, whatever the rank of K.
  ///
  /// - Parameters:
  ///   - b: Shape `[P]`, 0 where D is.
  ///   - scale: The diagonal of D, shape `[P]`.
  ///   - point: Where J is taken.
  /// - Returns: The norm; 0 if the rank is |A|.
  /// - Complexity: About 3 n² m multiply-adds, 8 n m bytes; m = |A| for a factorization, and for a
  ///   diagonal net the number of pairs (uⱼ, vⱼ) that are in A, whole or in part.
  func residualByOrthonormalBasis(
    of b: [Double], scale: [Double], at point: any PointGeometry
  ) -> Double {
    let gradients = point.activeGradients(scaledBy: scale, b)
    var rows = gradients.rows()
    // As in the normal equations the scale of a sample does not count.
    for i in rows.indices {
      let length = dot(rows[i], rows[i]).squareRoot()
      if length > 0 { for k in rows[i].indices { rows[i][k] /= length } }
    }
    let basis = OrthonormalBasis(spanning: consume rows)
    guard basis.rank < scale.count(where: { $0 > 0 }) else { return 0 }
    let rest = basis.removing(from: gradients.along)
    return (dot(rest, rest) + dot(gradients.across, gradients.across)).squareRoot()
  }

  /// min_x ‖b − K x‖ = ‖(I − K K⁺) b‖ by the normal equations, where they are good enough.
  ///
  ///     repeat  r ← r − K (KᵀK)⁻¹ Kᵀ r     until that is less than 10⁻¹⁰ ‖b‖,     r = b at first
  ///
  /// KᵀK = J D² Jᵀ has the condition of K squared. So a removal leaves a share of about cond(K)² 2⁻⁵²
  /// of what it should take, and the next one shows how much that was. They settle within four for a
  /// condition up to about 10⁵; a share of ρ then leaves less than 10⁻¹⁰ ρ/(1 − ρ) ‖b‖ of it in r.
  ///
  /// Source: Å. Björck, "Numerical Methods for Least Squares Problems", SIAM (1996), on iterative
  /// refinement.
  ///
  /// - Parameters:
  ///   - b: Shape `[P]`, 0 where D is.
  ///   - scale: The diagonal of D, shape `[P]`.
  ///   - point: Where J is taken.
  /// - Returns: The norm; nil if they do not settle, the rows of Kᵀ depend on each other, to rounding,
  ///   or |A| ≤ n.
  /// - Complexity: ``PointGeometry/gram(_:)`` and n³/6 multiply-adds, 16 n² bytes.
  func residualByNormalEquations(
    of b: [Double], scale: [Double], at point: any PointGeometry
  ) -> Double? {
    guard scale.count(where: { $0 > 0 }) > point.residuals.count,
      let factor = Cholesky(point.gram(scale.map { $0 * $0 }))
    else { return nil }
    let limit = 1e-10 * norm(b)
    var rest = b
    for _ in 0..<4 {
      let x = factor.solve(point.pushForward(zip(scale, rest).map { $0 * $1 }))
      let removed = zip(scale, point.pullBack(x)).map { $0 * $1 }
      rest = zip(rest, removed).map { $0 - $1 }
      if norm(removed) < limit { return norm(rest) }
    }
    return nil
  }
}

/// ‖x‖, its sum that of ``dot(_:_:)``.
private func norm(_ x: [Double]) -> Double {
  let x = lanes(of: x)
  return dot(x, x).squareRoot()
}
