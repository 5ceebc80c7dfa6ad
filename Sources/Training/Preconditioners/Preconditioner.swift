/// The map from a parameter's gradient to its update direction, and the moments it keeps.
///
/// It knows nothing of step sizes, noise or loops. Every member is elementwise.
protocol Preconditioner<Lanes> {
  associatedtype Lanes: LaneVector
  /// What is remembered of one parameter; lane k belongs to run k.
  associatedtype State

  /// The state before the first step.
  var initialState: State { get }

  /// Called once at the start of every step.
  mutating func beginStep()

  /// Takes in one gradient and returns the direction to move against.
  func direction(for gradient: Lanes, state: inout State) -> Lanes

  /// The second moment v in a state, or nil if the method keeps none.
  static func secondMoment(in state: State) -> Lanes?
}

/// θ ← fma(−η, direction, θ): the step of one parameter.
struct ParameterUpdate<Rule: Preconditioner> {
  private(set) var rule: Rule
  /// −η.
  let negatedStepSize: Rule.Lanes

  init(_ rule: Rule, _ lanes: [LaneParameters]) {
    self.rule = rule
    negatedStepSize = -Rule.Lanes(lanes: lanes.map(\.stepSize))
  }

  /// Called once at the start of every step.
  mutating func beginStep() { rule.beginStep() }

  @inline(__always)
  func advance(
    _ theta: Rule.Lanes, gradient: Rule.Lanes, state index: Int,
    of states: borrowing LaneStorage<Rule.State>
  ) -> Rule.Lanes {
    var state = states[index]
    let direction = rule.direction(for: gradient, state: &state)
    states[index] = state
    return theta.addingProduct(negatedStepSize, direction)
  }
}
