import CLaneIntrinsics

/// The functions of formulas and losses, of one double or eight, with the bits that lanes of double precision have.
///
/// One algorithm serves both: `lane_functions.h`, within 1 ulp; docs/numerics.md lists order and errors.
/// ``log(_:)-(Double)`` and ``pow(_:_:)-(Double,Double)`` are what a formula means; data and noise have the slower
/// ``naturalLogarithm(_:)-(Double)``.
extension Elementary {
  /// eˣ; +∞ above 709.8.
  public static func exp(_ x: Double) -> Double { lane_exp_double(x) }

  /// Of each element; see ``exp(_:)-(Double)``.
  public static func exp(_ x: Vector) -> Vector { lane_exp_double8(x) }

  /// eˣ − 1, to full precision near 0 too.
  public static func expm1(_ x: Double) -> Double { lane_expm1_double(x) }

  /// Of each element; see ``expm1(_:)-(Double)``.
  public static func expm1(_ x: Vector) -> Vector { lane_expm1_double8(x) }

  /// ln x; −∞ for 0, NaN for negative x.
  public static func log(_ x: Double) -> Double { lane_log_double(x) }

  /// Of each element; see ``log(_:)-(Double)``.
  public static func log(_ x: Vector) -> Vector { lane_log_double8(x) }

  /// ln(1 + x), to full precision near 0 too; −∞ for −1, NaN below.
  public static func log1p(_ x: Double) -> Double { lane_log1p_double(x) }

  /// Of each element; see ``log1p(_:)-(Double)``.
  public static func log1p(_ x: Vector) -> Vector { lane_log1p_double8(x) }

  /// The hyperbolic tangent.
  public static func tanh(_ x: Double) -> Double { lane_tanh_double(x) }

  /// Of each element; see ``tanh(_:)-(Double)``.
  public static func tanh(_ x: Vector) -> Vector { lane_tanh_double8(x) }

  /// 1 / (1 + e⁻ˣ), to full precision at both ends: 1 − σ(x) is σ(−x).
  public static func sigmoid(_ x: Double) -> Double { lane_sigmoid_double(x) }

  /// Of each element; see ``sigmoid(_:)-(Double)``.
  public static func sigmoid(_ x: Vector) -> Vector { lane_sigmoid_double8(x) }

  /// ln(1 + eˣ), to full precision at both ends.
  public static func softplus(_ x: Double) -> Double { lane_softplus_double(x) }

  /// Of each element; see ``softplus(_:)-(Double)``.
  public static func softplus(_ x: Vector) -> Vector { lane_softplus_double8(x) }

  /// The sine of any finite angle in radians; NaN for ±∞.
  public static func sin(_ x: Double) -> Double { lane_sin_double(x) }

  /// Of each element; see ``sin(_:)-(Double)``.
  public static func sin(_ x: Vector) -> Vector { lane_sin_double8(x) }

  /// The cosine of any finite angle in radians; NaN for ±∞.
  public static func cos(_ x: Double) -> Double { lane_cos_double(x) }

  /// Of each element; see ``cos(_:)-(Double)``.
  public static func cos(_ x: Vector) -> Vector { lane_cos_double8(x) }

  /// The angle in [−π/2, π/2] with tangent x.
  public static func arctan(_ x: Double) -> Double { lane_arctan_double(x) }

  /// Of each element; see ``arctan(_:)-(Double)``.
  public static func arctan(_ x: Vector) -> Vector { lane_arctan_double8(x) }

  /// The error function, (2/√π) ∫₀ˣ e^(−t²) dt.
  public static func erf(_ x: Double) -> Double { lane_erf_double(x) }

  /// Of each element; see ``erf(_:)-(Double)``.
  public static func erf(_ x: Vector) -> Vector { lane_erf_double8(x) }

  /// The probability that a standard normal number is below x, to full precision in the lower tail;
  /// x times it is GELU, and its derivative is ``normalDensity(_:)-(Double)``.
  public static func normalDistribution(_ x: Double) -> Double {
    lane_normal_distribution_double(x)
  }

  /// Of each element; see ``normalDistribution(_:)-(Double)``.
  public static func normalDistribution(_ x: Vector) -> Vector {
    lane_normal_distribution_double8(x)
  }

  /// The density of a standard normal number at x, e^(−x²/2) / √2π.
  public static func normalDensity(_ x: Double) -> Double { lane_normal_density_double(x) }

  /// Of each element; see ``normalDensity(_:)-(Double)``.
  public static func normalDensity(_ x: Vector) -> Vector { lane_normal_density_double8(x) }

  /// xʸ as IEEE 754 has `pow`: negative x has whole powers only, x⁰ and 1ʸ are 1 even for NaN.
  ///
  /// For x ≥ 0 the bits are those of ``power(_:_:)-(Double,Double)``.
  public static func pow(_ x: Double, _ y: Double) -> Double { lane_pow_double(x, y) }

  /// Of each element; see ``pow(_:_:)-(Double,Double)``.
  public static func pow(_ x: Vector, _ y: Vector) -> Vector { lane_pow_double8(x, y) }
}
