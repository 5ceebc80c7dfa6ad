import TestSupport
import Testing

@testable import Training

/// The fast square roots are the IEEE ones.
@Suite struct RootTests {
  /// Numbers whose roots lie next to the middle between two neighbours, if any do: M² + M + t for
  /// small t and M near the ends of the significand; next to squares; ends of all binades.
  @Test func hardDoublesAreRoundedCorrectly() {
    var numbers: [Double] = [
      0, -0.0, .infinity, .nan, -1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1,
    ]
    for exponent in -1074...1023 {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      numbers += [power, power.nextUp, power.nextDown, power * 1.5, (2 * power).nextDown]
    }
    for k in 0..<2000 as Range<Int64> {
      for base in [1 << 26, 3 << 25, 1 << 27, 94_906_265 as Int64] {
        let square = Double((base + k) * (base + k))
        numbers += [square.nextDown, square, square.nextUp]
      }
    }
    check(numbers)
  }

  @Test func randomNumbersAreRoundedCorrectly() {
    var generator = SplitMix64(seed: 5)
    // All exponents, then those where every pair of binades is dense.
    check((0..<400_000).map { _ in Double(bitPattern: generator.next() >> 1) })
    check((0..<1_600_000).map { _ in Double(bitPattern: 0x3ff0 << 48 | generator.next() >> 11) })
  }

  /// Every significand of two binades in single precision, and every exponent.
  @Test func singlePrecisionIsRoundedCorrectly() {
    for start in stride(from: 0 as UInt32, to: 1 << 24, by: 16) {
      var x = SIMD16<Float>()
      for k in 0..<16 { x[k] = Float(bitPattern: 0x3f80_0000 + start + UInt32(k)) }
      let (roots, expected) = (x.root(), x.squareRoot())
      if roots != expected { Issue.record("\(x)") }
    }
    for start in stride(from: 0 as UInt32, to: 0x7f80_0010, by: 9_973) {
      let x = SIMD16<Float>(repeating: Float(bitPattern: start))
      let (root, expected) = (x.root()[0], Float(bitPattern: start).squareRoot())
      if root.bitPattern != expected.bitPattern { Issue.record("\(start)") }
    }
  }

  private func check(_ numbers: [Double]) {
    for start in stride(from: 0, to: numbers.count, by: 8) {
      var x = SIMD8<Double>()
      for k in 0..<8 { x[k] = numbers[min(start + k, numbers.count - 1)] }
      let roots = x.root()
      let twice = SIMD16(lowHalf: x, highHalf: x).root()
      for k in 0..<8 {
        let expected = x[k].squareRoot()
        let agrees =
          expected.isNaN
          ? roots[k].isNaN && twice[k].isNaN
          : roots[k].bitPattern == expected.bitPattern
            && twice[8 + k].bitPattern == expected.bitPattern
        if !agrees { Issue.record("√\(x[k])") }
      }
    }
  }
}
