/// A solution of the slow dynamics under way.
///
/// It advances step by step; what it stands on in between is ``progress``. Its steps do not depend
/// on what is asked for: a state at some time is solved for on the side, from the last step before
/// it, and leaves no trace.
public protocol SlowSolver: Sendable {
  /// All that the next step depends on.
  var progress: SlowProgress { get }

  /// Whether the state at a time is to be solved for from here, and not from behind the next step.
  func reaches(_ time: Double) -> Bool

  /// Takes one step.
  ///
  /// - Returns: Why there is none; nil if there is.
  mutating func advance() -> SlowStatus?

  /// The state at a time that is reached, none before the state's.
  ///
  /// - Returns: The state; without one, why the equation cannot be followed that far.
  func state(at time: Double) -> (state: SlowState?, failure: SlowStatus?)

  /// S at a state of the solution; nil where the equation has none.
  func preconditioner(at state: SlowState) -> StatePreconditioner?
}

extension SlowSolver {
  /// None.
  public func preconditioner(at _: SlowState) -> StatePreconditioner? { nil }

  /// The states at given times.
  ///
  /// - Parameters:
  ///   - times: Increasing, none before the state's.
  ///   - shouldContinue: Called before every step with the number of steps accepted so far; `false`
  ///     ends the solution.
  /// - Returns: The states, and how the solution ended; a failure keeps the states before it.
  public mutating func solve(
    at times: [Double], shouldContinue: (_ stepsDone: Int) -> Bool
  ) -> SlowSolution {
    precondition(
      zip([progress.state.time] + times, times).allSatisfy { $0 <= $1 },
      "times increase from the start's")
    var states: [SlowState] = []
    func solution(_ status: SlowStatus) -> SlowSolution {
      SlowSolution(
        states: states, status: status, acceptedSteps: progress.acceptedSteps,
        rejectedSteps: progress.rejectedSteps)
    }
    for time in times {
      while !reaches(time) {
        guard shouldContinue(progress.acceptedSteps) else { return solution(.abandoned) }
        if let failure = advance() { return solution(failure) }
      }
      let (state, failure) = state(at: time)
      guard let state else { return solution(failure ?? .abandoned) }
      states.append(state)
    }
    return solution(.completed)
  }
}
