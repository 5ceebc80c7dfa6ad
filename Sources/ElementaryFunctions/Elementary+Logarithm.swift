extension Elementary {
  /// The base-2 logarithm of each element.
  ///
  /// Zero gives −∞, a negative value NaN, +∞ gives +∞, NaN gives NaN; powers of two are exact.
  ///
  /// Largest error measured: 0.50 ulp, subnormals and the neighbourhood of 1 included.
  public static func log2(_ x: Vector) -> Vector {
    let logarithm = binaryLogarithm(of: x)
    return withLogarithmEdges(logarithm.high + logarithm.low, of: x)
  }

  /// The base-2 logarithm of one value; see ``log2(_:)-(Vector)``.
  public static func log2(_ x: Double) -> Double { log2(Vector(repeating: x))[0] }

  /// The natural logarithm of each element, log₂ x · ln 2 in double-double.
  ///
  /// Zero gives −∞, a negative value NaN, +∞ gives +∞, NaN gives NaN, and 1 gives 0.
  ///
  /// Largest error measured: 0.50 ulp.
  public static func naturalLogarithm(_ x: Vector) -> Vector {
    withLogarithmEdges(natural(binaryLogarithm(of: x)), of: x)
  }

  /// The natural logarithm of elements that are positive, finite and not subnormal, several times as
  /// fast as ``naturalLogarithm(_:)-(Vector)`` and with the same bits.
  public static func naturalLogarithm(ofNormal x: Vector) -> Vector {
    natural(binaryLogarithm(ofNormal: x, bias: Vector(repeating: 1023)))
  }

  /// A binary logarithm times ln 2, rounded.
  @_transparent
  private static func natural(_ binary: DoubleDouble) -> Vector {
    let ln2 = DoubleDouble(
      high: Vector(repeating: 0x1.62e42fefa39efp-1), low: Vector(repeating: 0x1.abc9e3b39803fp-56))
    let logarithm = binary.multiplied(by: ln2)
    return logarithm.high + logarithm.low
  }

  /// The natural logarithm of one value; see ``naturalLogarithm(_:)-(Vector)``.
  public static func naturalLogarithm(_ x: Double) -> Double {
    naturalLogarithm(Vector(repeating: x))[0]
  }

  /// `result` with the values of a logarithm at 0, +∞, negative numbers and NaN put in.
  @_transparent
  static func withLogarithmEdges(_ result: Vector, of x: Vector) -> Vector {
    var result = result
    result.replace(with: -.infinity, where: x .== 0)
    result.replace(with: .infinity, where: x .== .infinity)
    result.replace(with: .nan, where: (x .< 0) .| (x .!= x))
    return result
  }

  /// log₂ x to about 65 bits for finite x > 0; other elements give an unspecified value.
  @_transparent
  static func binaryLogarithm(of x: Vector) -> DoubleDouble {
    // Subnormals are brought into the normal range first.
    let isSubnormal = x .< 0x1p-1022
    return binaryLogarithm(
      ofNormal: x.replacing(with: x * 0x1p54, where: isSubnormal),
      bias: Vector(repeating: 1023).replacing(with: 1077, where: isSubnormal))
  }

  /// log₂ x to about 65 bits, where the exponent of x is kept with the given bias.
  ///
  /// With x = 2ᵏ m, m in [√½, √2) and s = (m − 1)/(m + 1) in [−0.172, 0.172],
  ///
  ///     log₂ x = k + s (c₀ + z (c₁ + z P(z))),   z = s²,   cᵢ = 2 / ((2i + 1) ln 2)
  ///
  /// s, z, c₀, c₁ are carried in double-double; z P(z) reaches 2⁻¹² of the whole, so plain double
  /// precision is enough for it. P ends with c₁₂ (the next term is below 2⁻⁷⁰).
  @_transparent
  static func binaryLogarithm(ofNormal x: Vector, bias: Vector) -> DoubleDouble {
    var bits = self.bits(of: x)
    // Adding the distance from √½ to 1 carries into the exponent exactly when m ≥ √2.
    let offset = SIMD8<UInt64>(repeating: 0x3ff0_0000_0000_0000 - 0x3fe6_a09e_667f_3bcd)
    bits &+= offset
    let exponent = bits &>> 52
    bits = (bits & 0x000f_ffff_ffff_ffff) &+ 0x3fe6_a09e_667f_3bcd
    let m = vector(fromBits: bits)
    // The biased exponent as a double by way of the significand of 2⁵².
    let biased = vector(fromBits: exponent | 0x4330_0000_0000_0000) - 0x1p52
    let k = biased - bias

    let numerator = m - 1  // exact
    let denominator = m + 1
    let denominatorLow = m - (denominator - 1)
    let quotient = numerator / denominator
    let remainder = numerator.addingProduct(-quotient, denominator)
      .addingProduct(-quotient, denominatorLow)
    let s = DoubleDouble(high: quotient, low: remainder / denominator)
    let z = s.multiplied(by: s)

    let p = horner(
      z.high,
      [
        0x1.d8be0817f5ffep-4, 0x1.00ecd7e080215p-3, 0x1.1964ec6fc9491p-3,
        0x1.3703c1f4d0ffep-3, 0x1.5b9ac9b743f0dp-3, 0x1.89f3b1694cffep-3, 0x1.c68f568d31760p-3,
        0x1.0c9a84994022dp-2, 0x1.484b13d7c02a9p-2, 0x1.a61762a7aded9p-2, 0x1.2776c50ef9bfep-1,
      ])
    var inner = DoubleDouble.sum(
      ofLarger: Vector(repeating: 0x1.ec709dc3a03fdp-1), andSmaller: z.high * p)
    inner.low += 0x1.d27f05548af0cp-55
    let product = inner.multiplied(by: z)
    var outer = DoubleDouble.sum(
      ofLarger: Vector(repeating: 0x1.71547652b82fep+1), andSmaller: product.high)
    outer.low += product.low + 0x1.777d0ffda0d24p-55
    let fraction = outer.multiplied(by: s)
    let whole = DoubleDouble.sum(ofLarger: k, andSmaller: fraction.high)
    return DoubleDouble.sum(ofLarger: whole.high, andSmaller: whole.low + fraction.low)
  }
}
