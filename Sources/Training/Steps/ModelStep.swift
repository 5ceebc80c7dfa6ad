/// The part of a training step after the back-projection, from ∂L/∂w to the new θ and w(θ), with the
/// model and the optimizer hidden behind closures made where their types are known.
struct ModelStep<Lanes: LaneVector> {
  /// Writes w(θ) into the signal; called once, before the first step.
  let predict:
    (_ theta: borrowing LaneStorage<Lanes>, _ signal: borrowing LaneStorage<Lanes>) -> Void

  /// How θ is moved by one step.
  enum Advance {
    /// Chunk of columns by chunk, which allows to go on to the next product at once.
    ///
    /// - begin: Called once at the start of every step.
    /// - advance: Given θ, `[P]`, updated; the columns; ∂L/∂w and w(θ) of these columns, the latter
    ///   updated.
    case byColumns(
      begin: () -> Void,
      advance: (
        _ theta: borrowing LaneStorage<Lanes>, _ columns: Range<Int>,
        _ signalGradient: borrowing LaneStorage<Lanes>, _ signal: borrowing LaneStorage<Lanes>
      ) -> Lanes)
    /// All at once: given θ, `[P]`, updated; ∂L/∂w, at least `[q]`; w(θ), at least `[q]`, updated; the
    /// number of the step, from 1.
    case atOnce(
      (
        _ theta: borrowing LaneStorage<Lanes>, _ signalGradient: borrowing LaneStorage<Lanes>,
        _ signal: borrowing LaneStorage<Lanes>, _ step: Int
      ) -> Lanes)
  }

  /// Moves θ; both ways return 0 in the lanes whose parameters are all finite, NaN in the others.
  let advance: Advance

  /// The number of lane vectors that the optimizer remembers; see ``ArrayRule/memory(_:)``.
  let memoryCount: Int
  /// One of them.
  let memory: (_ index: Int) -> Lanes
  /// Replaces one of them.
  let setMemory: (_ index: Int, _ value: Lanes) -> Void

  /// v of one parameter, or nil if the optimizer keeps none.
  let secondMoment: (_ parameter: Int) -> Lanes?

  init<Rule: Preconditioner<Lanes>>(_ step: FusedStep<Rule>) {
    predict = { step.network.predict(from: $0, into: $1) }
    advance = .byColumns(
      begin: { step.begin() },
      advance: { theta, columns, gradient, signal in
        step.advance(theta, columns: columns, against: gradient, signal: signal)
      })
    memoryCount = step.memoryCount
    memory = { step.memory($0) }
    setMemory = { step.setMemory($0, to: $1) }
    secondMoment = { step.secondMoment(ofParameter: $0) }
  }

  init<Network: Parametrization & ~Copyable, Rule: ArrayRule & ~Copyable>(
    _ step: GeneralStep<Network, Rule>
  ) where Network.Lanes == Lanes, Rule.Lanes == Lanes {
    predict = { step.network.predict(from: $0, into: $1) }
    advance = .atOnce { theta, gradient, signal, number in
      step.advance(theta, against: gradient, signal: signal, atStep: number)
    }
    memoryCount = step.memoryCount
    memory = { step.memory($0) }
    setMemory = { step.setMemory($0, to: $1) }
    secondMoment = { step.secondMoment(ofParameter: $0) }
  }
}
