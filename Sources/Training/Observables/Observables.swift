/// What observables need to know beyond the state.
public struct ObservableSettings: Hashable, Sendable {
  /// λ, the exponent of the run's own optimizer: 0 for sgd, ½ for adam.
  public var exponent: Double
  /// The magnitude above which a signal coordinate counts as found, in units of the signal.
  public var supportThreshold: Double

  /// Settings with the given values.
  public init(exponent: Double, supportThreshold: Double) {
    self.exponent = exponent
    self.supportThreshold = supportThreshold
  }
}

/// Scalar quantities of one state, in double precision, each summed in sequence.
///
/// H is the Hessian of the loss where the residuals vanish, JᵀJ/n. A quantity that is not defined
/// is NaN.
public struct Observables: Hashable, Sendable {
  /// (1/2n) Σ (fᵢ − yᵢ)², without noise.
  public var trainLoss: Double
  /// ½ ‖w − w*‖²; NaN without truth.
  public var populationLoss: Double
  /// tr(H).
  public var traceHessian: Double
  /// tr(Diag(H)^½).
  public var traceSqrtDiagHessian: Double
  /// tr(Diag(H)^(1−λ)), λ the exponent in the settings.
  public var tracePowerDiagHessian: Double
  /// ‖w‖₁.
  public var l1Norm: Double
  /// Σ |wⱼ|^½.
  public var lHalfSum: Double
  /// ‖v‖₁; NaN for an optimizer without second moment.
  public var secondMomentL1: Double
  /// Fraction of the coordinates with |wⱼ| > threshold that have w*ⱼ ≠ 0; NaN if there are none,
  /// and for a factorization.
  public var supportPrecision: Double
  /// Fraction of the coordinates with w*ⱼ ≠ 0 that have |wⱼ| > threshold; NaN if there are none,
  /// and for a factorization.
  public var supportRecall: Double
  /// The sum of the singular values of w as a matrix; NaN for a diagonal net.
  public var nuclearNorm: Double
  /// exp(−Σ p ln p) of p = σ/Σσ, the normalized singular values of w as a matrix; NaN for a diagonal
  /// net and for w = 0.
  public var effectiveRank: Double
  /// w(θ), shape `[signalCount]`.
  public var signal: [Double]
}
