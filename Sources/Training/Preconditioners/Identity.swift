/// No preconditioning: the direction of plain gradient descent is the gradient.
struct Identity<Lanes: LaneVector>: Preconditioner {
  /// Nothing is remembered.
  struct State {}

  var initialState: State { State() }

  func beginStep() {}

  @inline(__always)
  func direction(for gradient: Lanes, state: inout State) -> Lanes { gradient }

  static func secondMoment(in state: State) -> Lanes? { nil }
}
