/// A model's part of a training step, over lane vectors.
///
/// It owns whatever scratch space it needs, so that a step allocates nothing. For a run by itself P and q
/// count vectors of sixteen parameters, or signal coordinates.
protocol Parametrization<Lanes>: ~Copyable {
  associatedtype Lanes: LaneVector

  /// P, the length of θ.
  var parameterCount: Int { get }
  /// q, the length of w.
  var signalCount: Int { get }

  /// Writes w(θ) into the first `signalCount` elements of `signal`.
  func predict(
    from theta: borrowing LaneStorage<Lanes>, into signal: borrowing LaneStorage<Lanes>)

  /// Pulls ∂L/∂w back to ∂L/∂θ = Dw(θ)ᵀ ∂L/∂w.
  ///
  /// - Parameters:
  ///   - signalGradient: ∂L/∂w, at least `[signalCount]`.
  ///   - theta: θ, `[parameterCount]`.
  ///   - gradient: ∂L/∂θ, `[parameterCount]`, overwritten.
  /// - Precondition: The last call of ``predict(from:into:)`` was for this θ; what it computed on
  ///   the way is used.
  func pullBack(
    _ signalGradient: borrowing LaneStorage<Lanes>, at theta: borrowing LaneStorage<Lanes>,
    into gradient: borrowing LaneStorage<Lanes>)
}
