/// A model's part of a step: θ ↦ f(θ) and ∂L/∂f ↦ ∂L/∂θ, with the model's type hidden behind closures
/// made where it is known.
///
/// The closures own whatever scratch space they need, so that a step allocates nothing.
struct Predictor<Lanes: LaneVector> {
  let outputs: OutputLayout
  /// The vectors of θ, of f and of ∂L/∂f, which are padded by +0.
  let counts: (theta: Int, predictions: Int, residuals: Int)

  /// Writes f(θ).
  let predict:
    (_ theta: borrowing LaneStorage<Lanes>, _ predictions: borrowing LaneStorage<Lanes>) -> Void

  /// Pulls ∂L/∂f back to ∂L/∂θ, which is overwritten; the last call of ``predict`` was for this θ.
  let pullBack:
    (
      _ residuals: borrowing LaneStorage<Lanes>, _ theta: borrowing LaneStorage<Lanes>,
      _ gradient: borrowing LaneStorage<Lanes>
    ) -> Void

  /// The way of a diagonal net past separate passes; nil for other models.
  let diagonal: DiagonalAccess<Lanes>?
}
