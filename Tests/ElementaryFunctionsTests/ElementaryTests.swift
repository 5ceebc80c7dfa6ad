import ElementaryFunctions
import Glibc
import TestSupport
import Testing

/// Glibc's functions are within 1 ulp of the exact values and ours within 1; 2 is the sum.
@Suite struct ElementaryTests {
  static let edges: [Double] = [
    0, 0x1p-1074, 0x1p-1073, 0x1p-1022, Double.leastNormalMagnitude.nextDown, 1, 1.0.nextUp,
    1.0.nextDown, 2,
    0.5, 0.5.squareRoot(), 0.5.squareRoot().nextUp, 2.0.squareRoot(), 0x1.fffffffffffffp1023,
    1e-300,
    .infinity, .nan,
  ]

  static var positives: [Double] {
    var generator = SplitMix64(seed: 1)
    let wide = (0..<20_000).map { _ in generator.positive() }
    let nearOne = (0..<20_000).map { _ in Double.random(in: 0.5..<2, using: &generator) }
    return edges + wide + nearOne
  }

  @Test func logarithmsAgreeWithTheCLibrary() {
    for x in Self.positives {
      #expect(ulps(Elementary.log2(x), Glibc.log2(x)) <= 1, "log2 \(x)")
      #expect(ulps(Elementary.naturalLogarithm(x), Glibc.log(x)) <= 1, "ln \(x)")
    }
    #expect(Elementary.log2(-1.0).isNaN)
    #expect(Elementary.log2(-Double.infinity).isNaN)
    #expect(Elementary.naturalLogarithm(0.0) == -.infinity)
  }

  @Test func logarithmOfAPowerOfTwoIsExact() {
    for k in -1074...1023 {
      #expect(Elementary.log2(Glibc.scalbn(1, Int32(k))) == Double(k))
    }
  }

  @Test func exponentialsAgreeWithTheCLibrary() {
    var generator = SplitMix64(seed: 2)
    var inputs = (0..<40_000).map { _ in Double.random(in: -1080...1030, using: &generator) }
    inputs += (0..<10_000).map { _ in Double.random(in: -1...1, using: &generator) }
    inputs += [0, -0.0, 1024, 1023.9999999999999, -1074, -1074.5, -1075, -1075.1, -1e300, 1e300]
    inputs += [.infinity, -.infinity, .nan, 0x1p-1074, 0.5, -0.5, 1.5, -1.5]
    for x in inputs {
      #expect(ulps(Elementary.exp2(x), Glibc.exp2(x)) <= 1, "exp2 \(x)")
    }
    for k in -1074...1023 { #expect(Elementary.exp2(Double(k)) == Glibc.scalbn(1, Int32(k))) }
  }

  @Test func powersAgreeWithTheCLibrary() {
    var generator = SplitMix64(seed: 3)
    for x in Self.positives {
      // Exponents that keep the result in range, so that the test sees every magnitude of it.
      let span = x > 0 && x.isFinite && x != 1 ? min(1e300, 1080 / abs(Glibc.log2(x))) : 10
      for y in [0.3, 0.8, 1, 2, -0.7, 0, Double.random(in: -span...span, using: &generator)] {
        #expect(ulps(Elementary.power(x, y), Glibc.pow(x, y)) <= 1, "\(x) to the \(y)")
      }
    }
    #expect(Elementary.power(-2.0, 2.0).isNaN)
    #expect(Elementary.power(0.5, 1e308) == 0)
    #expect(Elementary.power(2.0, 1e308) == .infinity)
    #expect(Elementary.power(Double.nan, 0) == 1)
  }

  /// The C library gets the angle rounded to double precision, which costs it up to 1 ulp more.
  @Test func cosineAndSineAgreeWithTheCLibrary() {
    var generator = SplitMix64(seed: 4)
    for _ in 0..<40_000 {
      let r = Double.random(in: -0.125...0.125, using: &generator)
      let s = Glibc.sin(2 * Double.pi * r)
      let c = Glibc.cos(2 * Double.pi * r)
      let quarters: [(cosine: Double, sine: Double)] = [(c, s), (-s, c), (-c, -s), (s, -c)]
      for (q, expected) in quarters.enumerated() {
        let u = (r < 0 && q == 0 ? 1 : 0) + 0.25 * Double(q) + r
        // Only where the sum above is exact do both sides have the same angle.
        guard u < 1, u - 0.25 * Double(q) - (r < 0 && q == 0 ? 1 : 0) == r else { continue }
        let result = Elementary.cosineAndSine(ofTurns: u)
        #expect(ulps(result.cosine, expected.cosine) <= 2, "cosine of \(u) turns")
        #expect(ulps(result.sine, expected.sine) <= 2, "sine of \(u) turns")
      }
    }
  }

  @Test(arguments: [(0, 1, 0), (0.25, 0, 1), (0.5, -1, 0), (0.75, 0, -1)])
  func quarterTurnsAreExact(u: Double, cosine: Double, sine: Double) {
    let result = Elementary.cosineAndSine(ofTurns: u)
    #expect(result.cosine == cosine)
    #expect(result.sine == sine)
  }

  @Test func everyLaneGivesTheBitsOfTheSingleValue() {
    var generator = SplitMix64(seed: 5)
    let pool = Self.edges + (0..<2000).map { _ in generator.positive() }
    for _ in 0..<2000 {
      var x = SIMD8<Double>()
      var y = SIMD8<Double>()
      var u = SIMD8<Double>()
      for k in 0..<8 {
        x[k] = pool[Int.random(in: 0..<pool.count, using: &generator)]
        y[k] = Double.random(in: -3...3, using: &generator)
        u[k] = Double.random(in: 0..<1, using: &generator)
      }
      let log2 = Elementary.log2(x)
      let logarithm = Elementary.naturalLogarithm(x)
      let exp2 = Elementary.exp2(y)
      let power = Elementary.power(x, y)
      let turn = Elementary.cosineAndSine(ofTurns: u)
      for k in 0..<8 {
        #expect(log2[k].bitPattern == Elementary.log2(x[k]).bitPattern)
        #expect(logarithm[k].bitPattern == Elementary.naturalLogarithm(x[k]).bitPattern)
        #expect(exp2[k].bitPattern == Elementary.exp2(y[k]).bitPattern)
        #expect(power[k].bitPattern == Elementary.power(x[k], y[k]).bitPattern)
        let single = Elementary.cosineAndSine(ofTurns: u[k])
        #expect(turn.cosine[k].bitPattern == single.cosine.bitPattern)
        #expect(turn.sine[k].bitPattern == single.sine.bitPattern)
      }
    }
  }
}
