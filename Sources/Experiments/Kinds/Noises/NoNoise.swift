internal import Parameters

/// Nothing perturbs a step.
struct NoNoise: NoiseKind {
  static let name = "none"

  let noise = Run.Noise.none

  init(_: borrowing Values) {}
}
