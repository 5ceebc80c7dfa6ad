import DenseAlgebra
public import Parameters

/// λ_max of the loss's Hessian ∇²L, and of its Gauss–Newton part (1/n) Σ ℓ″ ∇f ∇fᵀ.
///
/// By Lanczos' method from Hessian-vector products, to 10⁻⁸ of the value; NaN where that was not reached
/// in 400 products. A gradient descent of step size η is stable while λ_max < 2/η.
public struct Sharpness: Observable {
  /// `sharpness` and `gauss_newton_sharpness`.
  public let quantities = [
    Quantity(
      "sharpness", longName: "largest eigenvalue of the loss's Hessian", symbol: "λ_max",
      head: "λ_max", label: "sharpness λ_{max}(∇^2L)"
    ).with { $0.since = 3 },
    Quantity(
      "gauss_newton_sharpness",
      longName: "largest eigenvalue of the Gauss–Newton part of the loss's Hessian",
      symbol: "λ_max(GN)", label: "λ_{max} of the Gauss–Newton matrix"
    ).with { $0.since = 3 },
  ]

  /// The observable.
  public init() {}

  /// That of Lanczos' method.
  public var relativeErrors: [Double] { [1e-8, 1e-8] }

  /// As Python.
  public func python(of model: Model, _ loss: Loss) -> [String?] {
    ["jax.hessian(objective)(theta, X, Y)", "gauss_newton(theta, X, Y)"].map {
      "jnp.linalg.eigvalsh(\($0))[-1]"
    }
  }

  /// Both eigenvalues.
  public func values(of state: Observation) -> [Double] {
    // Fixed numbers without a pattern: they have a part of every eigenvector.
    let start = state.theta.indices.map { p in
      0.5 + Double((p &* 2_654_435_761) & 0xffff) / 0x1p16
    }
    return [false, true].map { isGaussNewton in
      let largest = ExtremeEigenvalues(of: start, isGaussNewton, state.derivatives).largest
      return largest.status == .converged ? largest.value : .nan
    }
  }
}

extension ExtremeEigenvalues {
  fileprivate init(of start: [Double], _ isGaussNewton: Bool, _ derivatives: LossDerivatives) {
    self.init(from: start, seeksSmallest: false) {
      derivatives.product($0, isGaussNewton: isGaussNewton)
    }
  }
}
