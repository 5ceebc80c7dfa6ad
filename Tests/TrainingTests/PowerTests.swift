import ElementaryFunctions
import TestSupport
import Testing

@testable import Training

/// The powers of a step, against the slower ones of ``Elementary``, which are within 0.65 ulp.
@Suite struct PowerTests {
  static let exponents = [0.3, 0.125, 0.01, 0.99, 0.6, 1.0 / 3, 1e-9, 1 - 0x1p-53]

  @Test func doublesAreWithinTwoUlps() {
    var generator = SplitMix64(seed: 8)
    for exponent in Self.exponents {
      let lanes = LaneExponents<SIMD16<Double>>([exponent])
      for x in Self.doubles(&generator) {
        let powers = lanes.power(x)
        for k in 0..<16 {
          let exact = Elementary.power(x[k], exponent)
          if !(abs(powers[k] - exact) <= 2 * exact.ulp) {
            Issue.record("\(x[k]) to the \(exponent): \(powers[k])")
          }
          #expect(powers[k] == scalarPower(x[k], exponent))
        }
      }
    }
  }

  /// Every significand of single precision, and every exponent.
  @Test func singlesAreWithinTwoUlps() {
    for exponent in [0.3, 0.99, 1.0 / 3] {
      let lanes = LaneExponents<SIMD16<Float>>([exponent])
      func check(_ x: SIMD16<Float>) {
        let powers = lanes.power(x)
        for k in stride(from: 0, to: 16, by: 5) {
          let exact = Elementary.power(Double(x[k]), exponent)
          let isNear = abs(Double(powers[k]) - exact) <= 2 * Double(Float(exact).ulp)
          if !isNear || powers[k] != scalarPower(x[k], exponent) {
            Issue.record("\(x[k]) to the \(exponent): \(powers[k])")
          }
        }
      }
      for start in stride(from: 0 as UInt32, to: 1 << 24, by: 16) {
        check(Self.successive(from: 0x3f00_0000 + start))
      }
      for start in stride(from: 0x0080_0000 as UInt32, to: 0x7f7f_fff0, by: 99_991) {
        check(Self.successive(from: start))
      }
    }
  }

  /// 0.3 is not a number of single precision, and 10⁻³⁰ feels the difference.
  @Test func singlesSeeTheWholeExponent() {
    let power = LaneExponents<SIMD16<Float>>([0.3]).power(SIMD16(repeating: 1e-30))[0]
    let exact = Elementary.power(Double(1e-30 as Float), 0.3)
    let ofRounded = Elementary.power(Double(1e-30 as Float), Double(0.3 as Float))
    #expect(abs(Double(power) - exact) < abs(Double(power) - ofRounded))
  }

  @Test func theEdgesStay() {
    let double = LaneExponents<SIMD8<Double>>([0.3])
      .power(SIMD8(0, .infinity, .nan, 0x1p-1030, 1, 0x1p-1022, .greatestFiniteMagnitude, 0))
    #expect(double[0] == 0 && double[1] == .infinity && double[2].isNaN && double[3] == 0)
    #expect(double[4] == 1 && double[5] > 0 && double[6].isFinite)
    let single = LaneExponents<SIMD4<Float>>([0.3])
      .power(SIMD4(0, .infinity, .nan, 0x1p-130))
    #expect(single[0] == 0 && single[1] == .infinity && single[2].isNaN && single[3] == 0)
  }

  /// Whatever the width, and whoever is in the other lanes.
  @Test func aLaneHasTheBitsItHasAlone() {
    var generator = SplitMix64(seed: 9)
    let exponents = (0..<16).map { Double($0 + 1) / 17 }
    let wide = LaneExponents<SIMD16<Double>>(exponents)
    let four = LaneExponents<SIMD4<Double>>(Array(exponents.prefix(4)))
    let wideSingle = LaneExponents<SIMD16<Float>>(exponents)
    let fourSingle = LaneExponents<SIMD4<Float>>(Array(exponents.prefix(4)))
    for x in Self.doubles(&generator).prefix(100) {
      let (all, some) = (wide.power(x), four.power(x.lowHalf.lowHalf))
      let single = SIMD16<Float>((0..<16).map { Float(x[$0]) })
      let (allSingle, someSingle) = (
        wideSingle.power(single), fourSingle.power(single.lowHalf.lowHalf)
      )
      for k in 0..<16 {
        #expect(all[k] == LaneExponents<SIMD2<Double>>([exponents[k]]).power(SIMD2(x[k], 1))[0])
      }
      #expect(some == all.lowHalf.lowHalf && someSingle == allSingle.lowHalf.lowHalf)
    }
  }

  /// All exponents, then the neighbourhood of 1.
  private static func doubles(_ generator: inout SplitMix64) -> [SIMD16<Double>] {
    (0..<2000).map { index in
      var x = SIMD16<Double>()
      for k in 0..<16 {
        let bits = UInt64.random(in: 0x0010 << 48..<0x7ff0 << 48, using: &generator)
        x[k] =
          index % 2 == 0
          ? Double(bitPattern: bits)
          : 1 + Double.random(in: -0.3...0.5, using: &generator) / Double(1 + index)
      }
      return x
    }
  }

  private static func successive(from bits: UInt32) -> SIMD16<Float> {
    SIMD16((0..<16).map { Float(bitPattern: bits + $0) })
  }
}
