/// Where a solution of the slow dynamics stands between two steps: all that the next one depends
/// on.
///
/// A solution that goes on from a copy has the bits of one that was never interrupted.
public struct SlowProgress: Sendable, Hashable {
  /// ζ, v and t.
  public var state: SlowState
  /// The step to try next; 0 before it is known.
  public var stepSize: Double
  /// Steps taken.
  public var acceptedSteps: Int
  /// Steps tried and given up for a shorter one.
  public var rejectedSteps: Int

  /// A solution that has not begun.
  public init(at start: SlowState) {
    self.init(state: start, stepSize: 0, acceptedSteps: 0, rejectedSteps: 0)
  }

  /// A solution with the given values.
  public init(state: SlowState, stepSize: Double, acceptedSteps: Int, rejectedSteps: Int) {
    self.state = state
    self.stepSize = stepSize
    self.acceptedSteps = acceptedSteps
    self.rejectedSteps = rejectedSteps
  }
}
