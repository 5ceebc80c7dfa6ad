/// A point of the slow dynamics.
public struct SlowState: Sendable, Hashable {
  /// ζ on Γ, shape `[P]`.
  public var theta: [Double]
  /// v, shape `[P]`, each block's value repeated; of shampoo L and R of every matrix; empty for sgd.
  public var secondMoment: [Double]
  /// t = k e² of the discrete run's step k, from 0, e being its effective step.
  public var time: Double

  /// A state with the given values.
  public init(theta: [Double], secondMoment: [Double], time: Double) {
    self.theta = theta
    self.secondMoment = secondMoment
    self.time = time
  }
}
