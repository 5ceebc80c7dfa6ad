/// The state of one run after one step.
///
/// Single-precision values are converted exactly.
public struct Snapshot: Hashable, Sendable {
  /// Number of steps done.
  public var step: Int
  /// Index of the run in ``TrainingConfiguration/lanes``, from 0.
  public var lane: Int
  /// θ, shape `[parameterCount]`.
  public var theta: [Double]
  /// v, shape `[parameterCount]`; empty for an optimizer without second moment.
  public var secondMoment: [Double]
  /// L and R of every matrix, whichever there are, each row-major; empty for an optimizer without.
  public var squares: [Double]
  /// The average of θ, shape `[parameterCount]`; empty where there is none, or none yet.
  public var average: [Double]

  /// A state with the given values.
  public init(
    step: Int, lane: Int, theta: [Double], secondMoment: [Double], squares: [Double] = [],
    average: [Double] = []
  ) {
    self.step = step
    self.lane = lane
    self.theta = theta
    self.secondMoment = secondMoment
    self.squares = squares
    self.average = average
  }
}
