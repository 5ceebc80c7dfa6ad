import CLaneIntrinsics

/// Elementary functions of each lane, in the precision of the lanes.
///
/// The operations and their order are those of `lane_functions.h`, the same at every width and on every processor;
/// errors are within 1 ulp in double precision and 1.2 in single precision, as docs/numerics.md lists
/// them. ±0, ±∞ and NaN give what IEEE 754 and C have for them. Inside ``flushingSubnormals(_:)``
/// numbers below the normal range count as 0, arguments and results; elsewhere they do not.
extension LaneVector {
  /// eˣ; +∞ above 709.8 (88.7 in single precision).
  @inline(__always)
  func exp() -> Self {
    each(
      lane_exp_double2, lane_exp_double4, lane_exp_double8,
      lane_exp_float4, lane_exp_float8, lane_exp_float16)
  }

  /// eˣ − 1, to full precision near 0 too.
  @inline(__always)
  func expm1() -> Self {
    each(
      lane_expm1_double2, lane_expm1_double4, lane_expm1_double8,
      lane_expm1_float4, lane_expm1_float8, lane_expm1_float16)
  }

  /// ln x; −∞ for 0, NaN for negative lanes.
  @inline(__always)
  func log() -> Self {
    each(
      lane_log_double2, lane_log_double4, lane_log_double8,
      lane_log_float4, lane_log_float8, lane_log_float16)
  }

  /// ln(1 + x), to full precision near 0 too; −∞ for −1, NaN below.
  @inline(__always)
  func log1p() -> Self {
    each(
      lane_log1p_double2, lane_log1p_double4, lane_log1p_double8,
      lane_log1p_float4, lane_log1p_float8, lane_log1p_float16)
  }

  /// The hyperbolic tangent.
  @inline(__always)
  func tanh() -> Self {
    each(
      lane_tanh_double2, lane_tanh_double4, lane_tanh_double8,
      lane_tanh_float4, lane_tanh_float8, lane_tanh_float16)
  }

  /// 1 / (1 + e⁻ˣ), to full precision at both ends: 1 − σ(x) is σ(−x).
  @inline(__always)
  func sigmoid() -> Self {
    each(
      lane_sigmoid_double2, lane_sigmoid_double4, lane_sigmoid_double8,
      lane_sigmoid_float4, lane_sigmoid_float8, lane_sigmoid_float16)
  }

  /// ln(1 + eˣ), to full precision at both ends.
  @inline(__always)
  func softplus() -> Self {
    each(
      lane_softplus_double2, lane_softplus_double4, lane_softplus_double8,
      lane_softplus_float4, lane_softplus_float8, lane_softplus_float16)
  }

  /// The sine of any finite angle in radians; NaN for ±∞.
  @inline(__always)
  func sin() -> Self {
    each(
      lane_sin_double2, lane_sin_double4, lane_sin_double8,
      lane_sin_float4, lane_sin_float8, lane_sin_float16)
  }

  /// The cosine of any finite angle in radians; NaN for ±∞.
  @inline(__always)
  func cos() -> Self {
    each(
      lane_cos_double2, lane_cos_double4, lane_cos_double8,
      lane_cos_float4, lane_cos_float8, lane_cos_float16)
  }

  /// The angle in [−π/2, π/2] with tangent x.
  @inline(__always)
  func arctan() -> Self {
    each(
      lane_arctan_double2, lane_arctan_double4, lane_arctan_double8,
      lane_arctan_float4, lane_arctan_float8, lane_arctan_float16)
  }

  /// The error function, (2/√π) ∫₀ˣ e^(−t²) dt.
  @inline(__always)
  func erf() -> Self {
    each(
      lane_erf_double2, lane_erf_double4, lane_erf_double8,
      lane_erf_float4, lane_erf_float8, lane_erf_float16)
  }

  /// The probability that a standard normal number is below x, to full precision in the lower tail;
  /// x times it is GELU, and its derivative is ``normalDensity()``.
  @inline(__always)
  func normalDistribution() -> Self {
    each(
      lane_normal_distribution_double2, lane_normal_distribution_double4,
      lane_normal_distribution_double8,
      lane_normal_distribution_float4, lane_normal_distribution_float8,
      lane_normal_distribution_float16)
  }

  /// The density of a standard normal number at x, e^(−x²/2) / √2π.
  @inline(__always)
  func normalDensity() -> Self {
    each(
      lane_normal_density_double2, lane_normal_density_double4, lane_normal_density_double8,
      lane_normal_density_float4, lane_normal_density_float8, lane_normal_density_float16)
  }

  /// xʸ as IEEE 754 has `pow`: negative lanes have whole powers only, x⁰ and 1ʸ are 1 even for NaN.
  ///
  /// For x ≥ 0 in double precision the bits are those of `Elementary.power`.
  @inline(__always)
  func pow(_ exponent: Self) -> Self {
    each(
      exponent, lane_pow_double2, lane_pow_double4, lane_pow_double8,
      lane_pow_float4, lane_pow_float8, lane_pow_float16)
  }

  /// A function of one argument by its form for the width of the vector; sixteen doubles are two
  /// vectors, two single numbers half a vector.
  ///
  /// Which branch is taken is known when the kernels are compiled; the types are the same.
  @inline(__always)
  func each(
    _ double2: (SIMD2<Double>) -> SIMD2<Double>,
    _ double4: (SIMD4<Double>) -> SIMD4<Double>,
    _ double8: (SIMD8<Double>) -> SIMD8<Double>,
    _ float4: (SIMD4<Float>) -> SIMD4<Float>,
    _ float8: (SIMD8<Float>) -> SIMD8<Float>,
    _ float16: (SIMD16<Float>) -> SIMD16<Float>
  ) -> Self {
    each(
      self, { x, _ in double2(x) }, { x, _ in double4(x) }, { x, _ in double8(x) },
      { x, _ in float4(x) }, { x, _ in float8(x) }, { x, _ in float16(x) })
  }

  /// A function of two arguments likewise.
  @inline(__always)
  func each(
    _ other: Self,
    _ double2: (SIMD2<Double>, SIMD2<Double>) -> SIMD2<Double>,
    _ double4: (SIMD4<Double>, SIMD4<Double>) -> SIMD4<Double>,
    _ double8: (SIMD8<Double>, SIMD8<Double>) -> SIMD8<Double>,
    _ float4: (SIMD4<Float>, SIMD4<Float>) -> SIMD4<Float>,
    _ float8: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>,
    _ float16: (SIMD16<Float>, SIMD16<Float>) -> SIMD16<Float>
  ) -> Self {
    if Self.self == SIMD16<Double>.self {
      let (x, y) = (cast(to: SIMD16<Double>.self), other.cast(to: SIMD16<Double>.self))
      return SIMD16(
        lowHalf: double8(x.lowHalf, y.lowHalf), highHalf: double8(x.highHalf, y.highHalf)
      ).cast()
    }
    if Self.self == SIMD8<Double>.self { return double8(cast(), other.cast()).cast() }
    if Self.self == SIMD4<Double>.self { return double4(cast(), other.cast()).cast() }
    if Self.self == SIMD2<Double>.self { return double2(cast(), other.cast()).cast() }
    if Self.self == SIMD16<Float>.self { return float16(cast(), other.cast()).cast() }
    if Self.self == SIMD8<Float>.self { return float8(cast(), other.cast()).cast() }
    if Self.self == SIMD4<Float>.self { return float4(cast(), other.cast()).cast() }
    let x = SIMD4(lowHalf: cast(to: SIMD2<Float>.self), highHalf: .zero)
    let y = SIMD4(lowHalf: other.cast(to: SIMD2<Float>.self), highHalf: .zero)
    return float4(x, y).lowHalf.cast()
  }

  /// The same vector under another name of its type.
  @inline(__always)
  func cast<Same: LaneVector>(to _: Same.Type = Same.self) -> Same {
    assert(Same.self == Self.self)
    return unsafe unsafeBitCast(self, to: Same.self)
  }
}
