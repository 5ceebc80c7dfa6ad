/// No preconditioning: the direction of plain gradient descent is the gradient.
struct Identity<Lanes: LaneVector>: Preconditioner {
  /// Nothing is remembered.
  struct State: MomentState {
    static var count: Int { 0 }

    subscript(_: Int) -> Lanes {
      get { .zero }
      set { preconditionFailure("there is no moment to set") }
    }
  }

  var initialState: State { State() }

  var complements: [Lanes] {
    get { [] }
    set { precondition(newValue.isEmpty) }
  }

  var forgetsFast: Bool { false }

  func beginStep() {}

  @inline(__always)
  func direction(for gradient: Lanes, state: inout State, forgettingFast: Bool) -> Lanes {
    gradient
  }
}
