import Parameters

/// ℓ(f, y) = ½ (f − y)², with ∂ℓ/∂f = (f − y) − ε under label noise.
struct Squared: ScalarLoss {
  static let name = "squared"

  init() {}

  init(_: borrowing Values) {}

  @inline(__always)
  func residual<Lanes: LaneVector>(_ f: Lanes, _ y: Lanes) -> Lanes { f - y }

  @inline(__always)
  func residual<Lanes: LaneVector>(_ f: Lanes, _ y: Lanes, noise: Lanes) -> Lanes {
    (f - y) - noise
  }

  func python() -> PythonText { PythonText("(f - y) ** 2 / 2") }

  func value(_ f: Double, _ y: Double) -> Double { 0.5 * ((f - y) * (f - y)) }

  func residual(_ f: Double, _ y: Double) -> Double { f - y }

  func curvature(_: Double, _: Double) -> Double { 1 }

  func minimizer(_ y: Double) -> Double? { y }

  func noiseVariance(_: Double, _ delta: Double) -> Double { delta * delta }
}
