/// Sine, cosine and the angle of a tangent. Polynomials: FreeBSD's msun (`k_sin.c`, `k_cos.c`,
/// `s_atan.c`), which Sun Microsystems made in 1993.
extension ElementaryDouble {
  /// The sine of an angle in radians.
  @Sendable static func sin(_ x: Double) -> Double {
    if x == 0 || !x.isFinite { return x.isFinite ? x : .nan }
    let angle = Angle(x)
    let value = angle.quadrant & 1 == 0 ? angle.sine : angle.cosine
    return angle.quadrant & 2 == 0 ? value : -value
  }

  /// The cosine of an angle in radians.
  @Sendable static func cos(_ x: Double) -> Double {
    if !x.isFinite { return .nan }
    let angle = Angle(x)
    let value = angle.quadrant & 1 == 0 ? angle.cosine : angle.sine
    return (angle.quadrant + 1) & 2 == 0 ? value : -value
  }

  /// The angle whose tangent is x.
  @Sendable static func arctan(_ x: Double) -> Double {
    let ax = abs(x)
    if ax.isNaN { return x }
    // arctan |x| = arctan c + arctan t, with c = ½, 1, 3/2 or ∞.
    let (t, high, low): (Double, Double, Double) =
      ax < 0x1.cp-2
      ? (ax, 0, 0)
      : ax < 0x1.6p-1
        ? ((2 * ax - 1) / (2 + ax), 0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56)
        : ax < 0x1.3p+0
          ? ((ax - 1) / (ax + 1), 0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55)
          : ax < 0x1.38p+1
            ? ((ax - 1.5) / (1 + 1.5 * ax), 0x1.f730bd281f69bp-1, 0x1.007887af0cbbdp-56)
            : (-1 / ax, 0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54)
    let z = t * t
    let w = z * z
    let odd =
      z
      * polynomial(
        [
          3.33333333333329318027e-01, 1.42857142725034663711e-01, 9.09088713343650656196e-02,
          6.66107313738753120669e-02, 4.97687799461593236017e-02, 1.62858201153657823623e-02,
        ], w)
    let even =
      w
      * polynomial(
        [
          -1.99999999998764832476e-01, -1.11111104054623557880e-01, -7.69187620504482999495e-02,
          -5.83357013379057348645e-02, -3.65315727442169155270e-02,
        ], w)
    let rest = t * (odd + even)
    return signed(high == 0 ? t - rest : high - ((rest - low) - t), like: x)
  }
}

/// An angle as a number of quarter turns and a rest of at most an eighth of a turn, in two words.
private struct Angle {
  var quadrant: Int
  var rest: Double
  var restLow: Double

  init(_ x: Double) {
    if abs(x) <= 0x1.921fb54442d18p-1 {
      (quadrant, rest, restLow) = (0, x, 0)
    } else if abs(x) < 0x1p28 {
      let n = (x * 0x1.45f306dc9c883p-1).rounded()
      let p = x.addingProduct(-n, 0x1.921fb54442d18p+0)  // exact
      let product = n * 0x1.1a62633145c07p-54
      let productLow = (-product).addingProduct(n, 0x1.1a62633145c07p-54)
      let difference = p - product
      let back = difference + product
      let error = (p - back) + ((back - difference) - product)
      let low = (error - productLow).addingProduct(n, 0x1.f1976b7ed8fbcp-110)
      rest = difference + low
      restLow = (difference - rest) + low
      quadrant = Int(n) & 3
    } else {
      self = Angle(large: x)
    }
  }

  private init(quadrant: Int, rest: Double, restLow: Double) {
    self.quadrant = quadrant
    self.rest = rest
    self.restLow = restLow
  }

  /// By the bits of 2/π that matter.
  ///
  /// M. Payne, R. Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18, 1983.
  private init(large x: Double) {
    // |x| = m 2ᵉ. Bits of 2/π that give whole turns are left out.
    let significand = x.significandBitPattern | 1 << 52
    let exponent = Int(x.exponent) - 52
    let offset = exponent - 2 + 64
    // 192 bits from there.
    func word(_ i: Int) -> UInt64 {
      let bit = offset + 64 * i
      let (index, shift) = (bit / 64, UInt64(bit % 64))
      let high = Self.twoOverPi[index] << shift
      return shift == 0 ? high : high | Self.twoOverPi[index + 1] >> (64 - shift)
    }
    let low = word(2).multipliedFullWidth(by: significand)
    let middle = word(1).multipliedFullWidth(by: significand)
    let (second, carry) = middle.low.addingReportingOverflow(low.high)
    var words = (
      word(0) &* significand &+ middle.high &+ (carry ? 1 : 0), second, UInt64(low.low)
    )
    var quarter = Int(words.0 >> 62)
    words = (words.0 << 2 | words.1 >> 62, words.1 << 2 | words.2 >> 62, words.2 << 2)
    // To the nearest quarter: half and more is less than the next one.
    let isNegative = words.0 >> 63 == 1
    if isNegative {
      quarter += 1
      words = (~words.0, ~words.1, ~words.2)
    }
    var scale = 1.0
    if words.0 == 0 {
      words = (words.1, words.2, 0)
      scale = 0x1p-64
    }
    let shift = UInt64(words.0.leadingZeroBitCount)
    if shift > 0 {
      words = (
        words.0 << shift | words.1 >> (64 - shift), words.1 << shift | words.2 >> (64 - shift), 0
      )
      scale *= Double(sign: .plus, exponent: -Int(shift), significand: 1)
    }
    let high = Double(words.0 >> 11) * 0x1p-53 * scale
    let tail = Double(words.0 << 53 | words.1 >> 11) * 0x1p-117 * scale
    let product = high * 0x1.921fb54442d18p+0
    let lost = (-product).addingProduct(high, 0x1.921fb54442d18p+0)
      .addingProduct(high, 0x1.1a62633145c07p-54).addingProduct(tail, 0x1.921fb54442d18p+0)
    let sign: Double = isNegative != (x < 0) ? -1 : 1
    self.init(
      quadrant: (x < 0 ? -quarter : quarter) & 3, rest: sign * product, restLow: sign * lost)
  }

  /// 2/π in words of 64 bits, behind one of zeros.
  private static let twoOverPi: [UInt64] = [
    0, 0xa2f9_836e_4e44_1529, 0xfc27_57d1_f534_ddc0, 0xdb62_9599_3c43_9041,
    0xfe51_63ab_debb_c561, 0xb724_6e3a_424d_d2e0, 0x0649_2eea_09d1_921c, 0xfe1d_eb1c_b129_a73e,
    0xe882_35f5_2ebb_4484, 0xe99c_7026_b45f_7e41, 0x3991_d639_8353_39f4, 0x9c84_5f8b_bdf9_283b,
    0x1ff8_97ff_de05_980f, 0xef2f_118b_5a0a_6d1f, 0x6d36_7ecf_27cb_09b7, 0x4f46_3f66_9e5f_ea2d,
    0x7527_bac7_ebe5_f17b, 0x3d07_39f7_8a52_92ea, 0x6bfb_5fb1_1f8d_5d08, 0x5603_3046_fc7b_6bab,
    0xf0cf_bc20_9af4_361d,
  ]

  var sine: Double {
    let z = rest * rest
    let cube = z * rest
    let series = ElementaryDouble.polynomial(
      [
        8.33333333332248946124e-03, -1.98412698298579493134e-04, 2.75573137070700676789e-06,
        -2.50507602534068634195e-08, 1.58969099521155010221e-10,
      ], z)
    return rest
      - ((z * (0.5 * restLow - cube * series) - restLow) - cube * -1.66666666666666324348e-01)
  }

  var cosine: Double {
    let z = rest * rest
    let series =
      z
      * ElementaryDouble.polynomial(
        [
          4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05,
          -2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11,
        ], z)
    let half = 0.5 * z
    let w = 1 - half
    return w + (((1 - w) - half) + (z * series - rest * restLow))
  }
}
