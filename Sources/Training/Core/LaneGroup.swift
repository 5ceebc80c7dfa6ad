/// Runs in lockstep, or a run by itself, with the vector type hidden.
///
/// The type is hidden behind closures, not behind a protocol: a generic class reached through an
/// existential runs its unspecialized methods, hundreds of times slower, while a closure made where
/// the types are known calls the specialized ones.
struct LaneGroup {
  /// Number of runs in this group.
  let laneCount: Int
  /// Trains until the given number of steps are done, or all runs have diverged.
  let advance: (_ step: Int) -> Void
  /// The step each run diverged at, or nil while it lives.
  let divergenceSteps: () -> [Int?]
  /// θ of one run, converted exactly.
  let theta: (_ lane: Int) -> [Double]
  /// v of one run, converted exactly; empty if there is none.
  let secondMoment: (_ lane: Int) -> [Double]
  /// L and R of one run, converted exactly; empty if there are none.
  let squares: (_ lane: Int) -> [Double]
  /// The average of θ of one run, converted exactly; empty if there is none.
  let average: (_ lane: Int) -> [Double]

  /// What one run takes into its next step.
  let state: (_ lane: Int) -> RunState
  /// Goes on from the states of all runs after the given number of steps.
  let resume: (_ runs: [RunState], _ stepsDone: Int) -> Void

  /// The runs of one loop.
  init<Lanes: LaneVector>(_ loop: RunLoop<Lanes>) {
    laneCount = loop.laneCount
    advance = { loop.advance(to: $0) }
    divergenceSteps = { loop.divergenceSteps }
    theta = { loop.theta(ofLane: $0) }
    secondMoment = { loop.secondMoment(ofLane: $0) }
    squares = { loop.squares(ofLane: $0) }
    average = { loop.average(ofLane: $0) }
    state = { loop.state(ofLane: $0) }
    resume = { loop.resume($0, stepsDone: $1) }
  }

  /// Whether every run has diverged.
  var isFinished: Bool { divergenceSteps().allSatisfy { $0 != nil } }
}
