/// A model's part of a training step, over lane vectors.
protocol Parametrization<Lanes> {
  associatedtype Lanes: LaneVector

  /// P, the length of θ.
  var parameterCount: Int { get }
  /// q, the length of w.
  var signalCount: Int { get }

  /// Writes w(θ) into the first `signalCount` elements of `signal`.
  func predict(
    from theta: borrowing LaneStorage<Lanes>, into signal: borrowing LaneStorage<Lanes>)

  /// Pulls ∂L/∂w back to ∂L/∂θ, moves θ by one optimizer step and writes the new w(θ), in one pass.
  ///
  /// - Parameters:
  ///   - theta: θ, `[parameterCount]`, updated.
  ///   - states: The optimizer's moments of each parameter, `[parameterCount]`, updated.
  ///   - gradient: ∂L/∂w, at least `[signalCount]`.
  ///   - update: What to do with a parameter and its gradient.
  ///   - signal: w(θ) after the step, at least `[signalCount]`.
  /// - Returns: 0 in the lanes whose parameters are all finite, NaN in the others.
  func advance<Rule: Preconditioner<Lanes>>(
    _ theta: borrowing LaneStorage<Lanes>, states: borrowing LaneStorage<Rule.State>,
    against gradient: borrowing LaneStorage<Lanes>, by update: ParameterUpdate<Rule>,
    signal: borrowing LaneStorage<Lanes>
  ) -> Lanes
}
