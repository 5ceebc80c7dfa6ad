/// The varying hyperparameters of one run; those its optimizer or noise does not use are ignored.
public struct LaneParameters: Hashable, Sendable {
  /// η.
  public var stepSize: Double
  /// β₁, the decay of the first moment.
  public var beta1: Double
  /// 1 − β₂, one minus the decay of the second moment.
  public var oneMinusBeta2: Double
  /// λ, the exponent of adam-e.
  public var exponent: Double
  /// ε, added after the power.
  public var epsilon: Double
  /// δ, the standard deviation of the label noise, in units of the targets; for gradient noise σ, in
  /// those of the gradient.
  public var noiseScale: Double
  /// Seed of the noise; the draws depend on nothing else.
  public var noiseSeed: UInt64

  /// The hyperparameters of one run.
  public init(
    stepSize: Double, beta1: Double = 0.9, oneMinusBeta2: Double = 0.01, exponent: Double = 0.5,
    epsilon: Double = 1e-6, noiseScale: Double = 0, noiseSeed: UInt64 = 0
  ) {
    self.stepSize = stepSize
    self.beta1 = beta1
    self.oneMinusBeta2 = oneMinusBeta2
    self.exponent = exponent
    self.epsilon = epsilon
    self.noiseScale = noiseScale
    self.noiseSeed = noiseSeed
  }
}
