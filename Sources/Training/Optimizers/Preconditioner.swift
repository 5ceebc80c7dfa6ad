/// The map from a parameter's gradient to its update direction, and the moments it keeps.
///
/// It knows nothing of step sizes, noise or loops. Every member is elementwise.
protocol Preconditioner<Lanes> {
  associatedtype Lanes: LaneVector
  /// What is remembered of one parameter; lane k belongs to run k.
  associatedtype State: MomentState<Lanes>

  /// The state before the first step.
  var initialState: State { get }

  /// What it remembers beside the states of the parameters; see ``BiasCorrection/complements``.
  var complements: [Lanes] { get set }

  /// Whether some run forgets more than half of a moment in a step; see ``MomentRate``.
  var forgetsFast: Bool { get }

  /// Called once at the start of every step.
  mutating func beginStep()

  /// Takes in one gradient and returns the direction to move against.
  ///
  /// - Parameters:
  ///   - gradient: The gradient.
  ///   - state: What is remembered of the parameter, updated.
  ///   - forgettingFast: A literal; true where ``forgetsFast`` is.
  /// - Returns: The direction.
  func direction(for gradient: Lanes, state: inout State, forgettingFast: Bool) -> Lanes
}

extension Preconditioner {
  /// None.
  var complements: [Lanes] {
    get { [] }
    set { precondition(newValue.isEmpty) }
  }

  /// Nothing to do.
  func beginStep() {}
}

/// θ ← fma(−η, direction, θ): the step of one parameter.
struct ParameterUpdate<Rule: Preconditioner> {
  var rule: Rule
  /// −η.
  private var negatedStepSize: Rule.Lanes

  init(_ rule: Rule, _ values: LaneValues<Rule.Lanes>) {
    self.rule = rule
    negatedStepSize = -values[\.stepSize]
  }

  /// Replaces η.
  mutating func setStepSize(_ stepSize: Rule.Lanes) { negatedStepSize = -stepSize }

  /// Called once at the start of every step.
  mutating func beginStep() { rule.beginStep() }

  @inline(__always)
  func advance(
    _ theta: Rule.Lanes, gradient: Rule.Lanes, state index: Int,
    of states: borrowing LaneStorage<Rule.State>, forgettingFast: Bool
  ) -> Rule.Lanes {
    var state = states[index]
    let direction = rule.direction(
      for: gradient, state: &state, forgettingFast: forgettingFast)
    states[index] = state
    return theta.addingProduct(negatedStepSize, direction)
  }
}
