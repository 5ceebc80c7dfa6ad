/// The part of a training step after the back-projection, from ∂L/∂w to the new θ and w(θ), with the
/// model and the optimizer hidden behind closures made where their types are known.
struct ModelStep<Lanes: LaneVector> {
  /// Writes w(θ) into the signal; called once, before the first step.
  let predict:
    (_ theta: borrowing LaneStorage<Lanes>, _ signal: borrowing LaneStorage<Lanes>) -> Void

  /// Moves some columns of θ, `[P]`, from ∂L/∂w of these columns, and updates their w(θ).
  typealias AdvanceOfColumns = (
    _ theta: borrowing LaneStorage<Lanes>, _ columns: Range<Int>,
    _ signalGradient: borrowing LaneStorage<Lanes>, _ signal: borrowing LaneStorage<Lanes>
  ) -> Lanes

  /// Moves θ, `[P]`, from ∂L/∂w, at least `[q]`, and updates w(θ), at least `[q]`; steps count from 1.
  typealias AdvanceOfAll = (
    _ theta: borrowing LaneStorage<Lanes>, _ signalGradient: borrowing LaneStorage<Lanes>,
    _ signal: borrowing LaneStorage<Lanes>, _ step: Int
  ) -> Lanes

  /// How θ is moved by one step.
  enum Advance {
    /// Chunk of columns by chunk, which allows to go on to the next product at once; `begin` is called
    /// once at the start of every step.
    case byColumns(begin: () -> Void, advance: AdvanceOfColumns)
    /// All at once.
    case atOnce(AdvanceOfAll)
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
