/// No noise: rᵢ = (fᵢ − yᵢ)/n.
struct NoNoise: NoiseKind {
  static let name = "none"
}

extension NoiseSource {
  /// No noise: rᵢ = (fᵢ − yᵢ)/n.
  public static let none = NoiseSource(NoNoise())
}
