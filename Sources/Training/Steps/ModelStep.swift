/// The part of a training step after the back-projection, from ∂L/∂w to the new θ and w(θ), with the
/// model and the optimizer hidden behind closures made where their types are known.
struct ModelStep<Lanes: LaneVector> {
  /// Writes w(θ) into the signal; called once, before the first step.
  let predict:
    (_ theta: borrowing LaneStorage<Lanes>, _ signal: borrowing LaneStorage<Lanes>) -> Void

  /// Moves θ by one step against ∂L/∂w and writes the new w(θ).
  ///
  /// - Parameters: θ, `[P]`, updated; ∂L/∂w, `[q]`; w(θ), at least `[q]`, updated; the number of the
  ///   step, from 1.
  /// - Returns: 0 in the lanes whose parameters are all finite, NaN in the others.
  let advance:
    (
      _ theta: borrowing LaneStorage<Lanes>, _ signalGradient: borrowing LaneStorage<Lanes>,
      _ signal: borrowing LaneStorage<Lanes>, _ step: Int
    ) -> Lanes

  /// v of one parameter, or nil if the optimizer keeps none.
  let secondMoment: (_ parameter: Int) -> Lanes?

  init<Rule: Preconditioner<Lanes>>(_ step: FusedStep<Rule>) {
    predict = { step.network.predict(from: $0, into: $1) }
    advance = { theta, gradient, signal, _ in
      step.advance(theta, against: gradient, signal: signal)
    }
    secondMoment = { step.secondMoment(ofParameter: $0) }
  }

  init<Network: Parametrization & ~Copyable, Rule: ArrayRule & ~Copyable>(
    _ step: GeneralStep<Network, Rule>
  ) where Network.Lanes == Lanes, Rule.Lanes == Lanes {
    predict = { step.network.predict(from: $0, into: $1) }
    advance = { theta, gradient, signal, number in
      step.advance(theta, against: gradient, signal: signal, atStep: number)
    }
    secondMoment = { step.secondMoment(ofParameter: $0) }
  }
}
