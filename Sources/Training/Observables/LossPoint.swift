/// The training loss near one θ: its gradient, and products with its Hessian, in double precision.
///
/// L = (1/n) Σ ℓ(fᵢ, yᵢ), with soft labels where the problem has them. Sums are those of
/// ``LossDerivatives``.
public struct LossPoint: Sendable {
  /// θ, shape `[P]`.
  public let theta: [Double]
  /// ∇L, shape `[P]`.
  public let gradient: [Double]
  private let derivatives: LossDerivatives

  /// The loss of a model on a problem at θ, shape `[P]`.
  public init(_ theta: [Double], of samples: any PerSample, problem: RegressionProblem, loss: Loss)
  {
    self.theta = theta
    derivatives = LossDerivatives(samples.point(theta), loss: loss, problem: problem)
    gradient = derivatives.gradient
  }

  /// ∇²L x, shape `[P]`.
  public func hessianProduct(_ x: [Double]) -> [Double] {
    derivatives.product(x, isGaussNewton: false)
  }
}
