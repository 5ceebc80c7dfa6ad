/// The loss and its noise: turns a step's predictions into ∂L/∂f, with their types hidden behind a
/// closure made where they are known.
struct Residuals<Lanes: LaneVector> {
  let outputs: OutputLayout

  /// Writes ∂L/∂f at the predictions f for the step leading from θ_{step−1} to θ_step; both are
  /// padded, what lies beyond the last output is +0.
  let write:
    (
      _ residuals: borrowing LaneStorage<Lanes>, _ predictions: borrowing LaneStorage<Lanes>,
      _ step: Int
    ) -> Void
}
