import Parameters

/// No noise: rᵢ = (fᵢ − yᵢ)/n.
struct NoNoise: NoiseKind {
  static let name = "none"

  init() {}

  init(_: borrowing Values) {}

  func python() -> PythonNoise {
    PythonNoise()
  }
}

extension NoiseSource {
  /// No noise: rᵢ = (fᵢ − yᵢ)/n.
  public static let none = NoiseSource(NoNoise())
}
