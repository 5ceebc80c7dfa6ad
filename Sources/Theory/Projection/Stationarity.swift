import ElementaryFunctions
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
/// - Complexity: About 3 n² m multiply-adds, 8 n m bytes; m = |A| for a factorization, and for a diagonal
///   net the number of pairs (uⱼ, vⱼ) that are in A, whole or in part.
/// - SeeAlso: X. Li, H. Wen, K. Lyu, "Adam Reduces a Unique Form of Sharpness", arXiv 2511.02773.
public func stationarity(
  at theta: [Double], problem: RegressionProblem, model: Model, exponent: Double
) -> Double {
  precondition(exponent >= 0 && exponent < 1, "the exponent lies in [0, 1)")
  return Landscape(problem, model).stationarity(at: theta, exponent: exponent)
}

extension Landscape {
  /// See ``stationarity(at:problem:model:exponent:)``.
  func stationarity(at theta: [Double], exponent: Double) -> Double {
    let largest = maximumMagnitude(theta)
    guard largest.isFinite else { return .nan }
    // D, with 0 for a coordinate that is not active.
    let scale = theta.map { abs($0) > 0.01 * largest ? abs($0) : 0 }
    let here = point(theta)
    let weights = here.diagonalHessian().map { $0 > 0 ? 1 / power($0, exponent) : 0 }
    let scaled = zip(scale, here.curvature(weights)).map { $0 > 0 ? $0 * $1 : 0 }
    let gradients = ActiveGradients(at: here, of: self, scale: scale, scaled)
    let outside = dot(gradients.across, gradients.across)
    let norm = (dot(gradients.along, gradients.along) + outside).squareRoot()
    guard norm > 0 else { return 0 }
    let basis = OrthonormalBasis(spanning: gradients.rows())
    guard basis.rank < scale.count(where: { $0 > 0 }) else { return 0 }
    let rest = basis.removing(from: gradients.along)
    return min(1, (dot(rest, rest) + outside).squareRoot() / norm)
  }

  /// h^λ, with roots where they do.
  private func power(_ h: Double, _ exponent: Double) -> Double {
    let root = h.squareRoot()
    return switch exponent {
    case 0: 1
    case 0.25: root.squareRoot()
    case 0.5: root
    case 0.75: root * root.squareRoot()
    default: Elementary.power(h, exponent)
    }
  }
}
