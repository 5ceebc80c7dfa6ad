/// How an integration of the slow dynamics ended.
public enum SlowStatus: Sendable, Hashable {
  /// Every requested state is there.
  case completed
  /// `shouldContinue` returned `false`.
  case abandoned
  /// The error tolerance asks for steps that no longer change the time.
  case stepTooSmall(time: Double)
  /// The state could not be brought back onto Γ, or left the finite numbers.
  case leftManifold(time: Double)
  /// The steps are too long for the drift: they would grow without bound.
  case unstable(time: Double)
  /// The gradients of the predictions became linearly dependent where the equation needs them
  /// independent.
  case rankDeficient(time: Double)
}

/// The states an integration reached.
public struct SlowSolution: Sendable, Hashable {
  /// The requested states in order, all of them if the status is `completed`, else the first ones.
  public var states: [SlowState]
  /// How it ended.
  public var status: SlowStatus
  /// Steps taken.
  public var acceptedSteps: Int
  /// Steps tried and given up for a shorter one.
  public var rejectedSteps: Int
}
