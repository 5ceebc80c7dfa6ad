internal import ElementaryFunctions

/// Elementary functions of single doubles, made of IEEE operations in one order.
///
/// Each is within 1 ulp of the exact value where its comment says no other thing. Special values are
/// those of C: zeros keep their sign where a function is odd, overflow is ∞, NaN stays. Results
/// below the normal range are 0, as in the training lanes.
enum ElementaryDouble {
  /// Horner's rule with fused multiply-adds, lowest coefficient first.
  @inline(__always)
  static func polynomial<let count: Int>(
    _ coefficients: InlineArray<count, Double>, _ x: Double
  ) -> Double {
    var sum = coefficients[count - 1]
    for i in stride(from: count - 2, through: 0, by: -1) {
      sum = coefficients[i].addingProduct(sum, x)
    }
    return sum
  }

  /// The magnitude with the sign of another number.
  @inline(__always)
  static func signed(_ magnitude: Double, like x: Double) -> Double {
    Double(signOf: x, magnitudeOf: magnitude)
  }

  /// xʸ for x ≥ 0.
  @Sendable static func power(_ x: Double, _ y: Double) -> Double {
    if x == 0 || x == .infinity { return (x == 0) == (y > 0) ? 0 : .infinity }
    // Far exponents leave the range of the vector function's products.
    let logarithm = Elementary.log2(x)
    if abs(y * logarithm) > 2000 { return (y > 0) == (logarithm > 0) ? .infinity : 0 }
    return Elementary.power(x, y)
  }

  // MARK: Exponential

  /// x = n ln 2 + r; `shifted` holds n in its low bits, `q` is (eʳ − 1 − r) / r².
  private struct Reduction {
    var shifted: Double
    var n: Double
    var r: Double
    var q: Double

    init(_ x: Double, inTwoWords: Bool) {
      shifted = 0x1.8p52.addingProduct(x, 0x1.71547652b82fep+0)
      n = shifted - 0x1.8p52
      r = x.addingProduct(n, -0x1.62e42fefa39efp-1)
      if inTwoWords { r = r.addingProduct(n, ElementaryDouble.lowWordOfLog2) }
      q = ElementaryDouble.polynomial(
        [
          0x1.000000000000ap-1, 0x1.5555555555503p-3, 0x1.555555555060ap-5, 0x1.1111111124d5cp-7,
          0x1.6c16c184b38c2p-10, 0x1.a01a013d2ce4cp-13, 0x1.a019989541501p-16,
          0x1.71def4c000299p-19, 0x1.28aecf42e6c75p-22, 0x1.add602c3c4f6dp-26,
        ], r)
    }

    /// 2ⁿ with another bias than 1023.
    func powerOfTwo(bias: UInt64) -> Double {
      Double(bitPattern: (shifted.bitPattern << 52) &+ (bias << 52))
    }
  }

  private static let lowWordOfLog2 = -0x1.abc9e3b39803fp-56
  /// Below, eˣ is less than the least normal number; above, it is infinite.
  private static let least = -0x1.6232bdd7abcd2p+9
  private static let largest = 0x1.62e42fefa39efp+9

  /// eˣ where it is in the normal range.
  private static func expWithin(_ x: Double) -> Double {
    let e = Reduction(x, inTwoWords: true)
    let p = 1.0.addingProduct(1.0.addingProduct(e.q, e.r), e.r)
    return Double(bitPattern: p.bitPattern &+ (e.shifted.bitPattern << 52))
  }

  /// eˣ.
  @Sendable static func exp(_ x: Double) -> Double {
    x >= least && x <= largest ? expWithin(x) : x < least ? 0 : x + .infinity
  }

  /// eˣ − 1 = 2 (H eʳ − ½) with H = 2ⁿ⁻¹.
  @Sendable static func expm1(_ x: Double) -> Double {
    if x > largest { return .infinity }
    if abs(x) < 0x1p-54 || x.isNaN { return x }
    let e = Reduction(max(x, -40), inTwoWords: false)
    let rest = e.n * lowWordOfLog2
    let h = e.powerOfTwo(bias: 1022)
    let c = h - 0.5
    let p = e.q * (e.r * e.r)
    let q = p + rest.addingProduct(rest, e.r + p)
    let sum = c.addingProduct(h, e.r)
    let lost = (c - sum).addingProduct(h, e.r)
    let half = sum + lost.addingProduct(h, q)
    return half + half
  }

  /// 1 / (1 + e⁻ˣ), small results to full relative precision.
  @Sendable static func sigmoid(_ x: Double) -> Double {
    if x.isNaN { return x }
    if abs(x) > -least { return x < 0 ? 0 : 1 }
    let e = Reduction(-abs(x), inTwoWords: true)
    let n = e.powerOfTwo(bias: 1023)
    let t = e.r.addingProduct(e.q, e.r * e.r)
    let p = 1 + t
    let power = p * n
    let powerLow = (t - (p - 1)) * n
    let numerator = x < 0 ? power : 1
    let denominator = 1 + power
    let low = (power - (denominator - 1)) + powerLow
    let inverse = 1 / denominator
    let quotient = numerator * inverse
    let left = (numerator.addingProduct(-quotient, denominator) + (x < 0 ? powerLow : 0))
      .addingProduct(-quotient, low)
    return quotient.addingProduct(left, inverse)
  }

  /// log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|), within 2 ulp.
  @Sendable static func softplus(_ x: Double) -> Double {
    (x > 0 ? x : x.isNaN ? x : 0) + log1p(exp(-abs(x)))
  }

  // MARK: Logarithm

  /// The natural logarithm.
  @Sendable static func log(_ x: Double) -> Double {
    x < 0x1p-1022 && x > 0 ? log(x * 0x1p54) - 54 * 0x1.62e42fefa39efp-1 : log(x, plusOne: nil)
  }

  /// log(1 + x).
  @Sendable static func log1p(_ x: Double) -> Double {
    let u = x + 1
    let b = u - 1
    return log(u, plusOne: (x, (x - b) + (1 - (u - b))))
  }

  /// log u, u = 2ᵏ m, m in [√½, √2), f = m − 1, s = f / (2 + f); of 1 + x with the rest that
  /// rounding left of it.
  private static func log(_ u: Double, plusOne: (x: Double, rest: Double)?) -> Double {
    if u == 0 { return -.infinity }
    if u < 0 { return .nan }
    guard u < .infinity else { return u }
    if let plusOne, plusOne.x == 0 { return plusOne.x }
    let one: UInt64 = 1023 << 52
    let root: UInt64 = 0x3fe6_a09e_667f_3bcd
    let bits = u.bitPattern &+ (one - root)
    let exponent = Int64(bits >> 52) - 1023
    let k = Double(exponent)
    var f = Double(bitPattern: (bits & 0xf_ffff_ffff_ffff) &+ root) - 1
    var rest = k * -lowWordOfLog2
    if let plusOne, exponent == 0 { f = plusOne.x }
    let s = f / (f + 2)
    let z = s * s
    let half = (f * 0.5) * f
    if let plusOne {
      let scale = Double(bitPattern: UInt64(bitPattern: 1023 - exponent) << 52)
      let inverse = 1.0.addingProduct((-2.0).addingProduct(s, 2), s)
      rest = exponent == 0 ? 0 : rest.addingProduct(plusOne.rest * scale, inverse)
    }
    let series = polynomial(
      [
        0x1.5555555555593p-1, 0x1.999999997fa03p-2, 0x1.2492494227c7bp-2, 0x1.c71c51db8f0c2p-3,
        0x1.746648a2e0505p-3, 0x1.39a0b5844b0f8p-3, 0x1.2f10205cc32dfp-3,
      ], z)
    let t = rest.addingProduct(s, half.addingProduct(series, z))
    return (f - (half - t)).addingProduct(k, 0x1.62e42fefa39efp-1)
  }

  // MARK: Hyperbolic tangent and error function

  /// |x| < 1: x − x·(w/S), S = 1 + w = x coth x; else by e^(2|x|) with the same polynomial.
  @Sendable static func tanh(_ x: Double) -> Double {
    let ax = abs(x) > 20 ? 20 : abs(x)
    let isLarge = ax >= 1
    let shifted = (0x1.8p52 + 1023).addingProduct(ax, 0x1.71547652b82fep+1)
    let n = isLarge ? shifted - (0x1.8p52 + 1023) : 0
    let power = Double(bitPattern: shifted.bitPattern << 52)
    let r = ax.addingProduct(n, -0x1.62e42fefa39efp-2).addingProduct(n, -0x1.abc9e3b39803fp-57)
    let z = r * r
    let rest = (-z).addingProduct(r, r) * 0x1.5555555555545p-2
    let higher = polynomial(
      [
        -0x1.6c16c16c138f4p-6, 0x1.1566abbe572afp-9, -0x1.bbd77847078dfp-13,
        0x1.66a8ce7b56038p-16, -0x1.227cea9f13cb1p-19, 0x1.d66f6471cc55ap-23,
        -0x1.7963e2ed14e6ep-26, 0x1.1a29b0593077dp-29, -0x1.271af3e0e0e61p-33,
      ], z)
    let w = rest.addingProduct(higher, z * z).addingProduct(z, 0x1.5555555555545p-2)
    let s = w + 1
    let b = s + r
    let a = isLarge ? s - r : s
    let numerator = isLarge ? a + a : w
    let denominator = isLarge ? a.addingProduct(power, b) : a
    let base = isLarge ? 1 : ax
    return signed(base.addingProduct(-base, numerator / denominator), like: x)
  }

  /// x + x E(x²) below 1, else 1 − exp(−t − t T(t)).
  @Sendable static func erf(_ x: Double) -> Double {
    let ax = abs(x)
    if ax.isNaN { return x }
    if ax < 1 {
      let series = polynomial(
        [
          0x1.06eba8214db69p-3, -0x1.812746b037a25p-2, 0x1.ce2f21a0458d7p-4,
          -0x1.b82ce313553c2p-6, 0x1.565bcd2ca0153p-8, -0x1.c02db9485bb09p-11,
          0x1.f9a3bcffaae38p-14, -0x1.f4dd4fe119003p-17, 0x1.ba6ef8e8aaa15p-20,
          -0x1.63cc005e64110p-23, 0x1.148e2997511ddp-26, -0x1.ce9d32d4f22e9p-30,
          0x1.4a5817a64b361p-33,
        ], ax * ax)
      return signed(ax.addingProduct(series, ax), like: x)
    }
    return signed(1 - complement(min(ax, 6)), like: x)
  }

  /// 1 − erf t = exp(−t − t T(t)) for 1 ≤ t ≤ 6.
  private static func complement(_ t: Double) -> Double {
    let series = polynomial(
      [
        0x1.06eba0949dfe8p-3, 0x1.45f316fb5cf87p-1, 0x1.a4f305b4e284cp-4, -0x1.3957e91ef44dap-6,
        -0x1.bcad6faa6072dp-13, 0x1.bbb53566656fbp-10, -0x1.2d49d3a92cce5p-11,
        -0x1.04fe6591cb23cp-20, 0x1.907e494089587p-14, -0x1.d61464937ed34p-15,
        0x1.556f7f2f4c56ep-16, -0x1.6964d688688e6p-18, 0x1.2167b02884071p-20,
        -0x1.5e166cd8216c4p-23, 0x1.377ad402426e8p-26, -0x1.817ced34ed5fdp-30,
        0x1.28a15286b1c41p-34, -0x1.ab80cab1fc031p-40,
      ], t)
    return expWithin(-t.addingProduct(series, t))
  }

  /// The probability that a standard normal number is below x, ½ (1 + erf(x/√2)).
  ///
  /// The absolute error is below 2e-16; the lower tail has few right digits, and is 0 below −8.4.
  @Sendable static func normalDistribution(_ x: Double) -> Double {
    let t = x * 0.5.squareRoot()
    if t > -1 || t.isNaN { return 0.5 * (1 + erf(t)) }
    return t < -6 ? 0 : 0.5 * complement(-t)
  }

  /// The density of a standard normal number at x, e^(−x²/2) / √(2π).
  @Sendable static func normalDensity(_ x: Double) -> Double {
    0x1.9884533d43651p-2 * exp(-0.5 * (x * x))
  }
}
