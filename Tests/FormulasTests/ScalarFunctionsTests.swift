import ElementaryFunctions
import Glibc
import TestSupport
import Testing

@testable import Formulas

/// Glibc's functions are within 1 ulp of the exact values and ours within 1; 2 is the sum.
@Suite struct ScalarFunctionsTests {
  private let ours = ScalarFunctions.standard

  /// The distance of two doubles in units in the last place; infinite between NaN and a number.
  private func ulps(_ a: Double, _ b: Double) -> Double {
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .infinity }
    if a == b { return 0 }
    return abs(a - b) / max(abs(b), Double.leastNormalMagnitude).ulp
  }

  private static let edges: [Double] = [
    0, -0.0, 0x1p-1074, 1e-300, -1e-300, 0x1p-60, 0.5, -0.5, 1, -1, 1.0.nextDown, 1.0.nextUp, 20,
    -20,
    40, -40, 700, -700, 1e5, -1e5, 1e10, 1e22, -1e22, 1e300, .infinity, -.infinity, .nan,
  ]

  private func arguments(_ seed: UInt64, _ widths: [Double]) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return Self.edges
      + widths.flatMap { width in
        (0..<4000).map { _ in Double.random(in: -width...width, using: &generator) }
      }
  }

  @Test func functionsAgreeWithTheCLibrary() {
    let widths = [1e-8, 0.1, 1, 5, 50, 800]
    for x in arguments(1, widths) {
      #expect(ulps(ours.tanh(x), tanh(x)) <= 2, "tanh \(x)")
      #expect(ulps(ours.erf(x), erf(x)) <= 2, "erf \(x)")
      #expect(ulps(ours.arctan(x), atan(x)) <= 2, "arctan \(x)")
      #expect(ulps(ours.expm1(x), expm1(x)) <= 2, "expm1 \(x)")
      #expect(ulps(ours.log(x), log(x)) <= 2, "log \(x)")
      #expect(ulps(ours.log1p(x), log1p(x)) <= 2, "log1p \(x)")
      #expect(ulps(ours.exp(x), exp(x)) <= 2, "exp \(x)")
    }
  }

  @Test func anglesAgreeWithTheCLibrary() {
    for x in arguments(2, [1e-8, 0.7, 3, 100, 1e6, 1e9, 1e15, 1e100, 1e300]) {
      #expect(ulps(ours.sin(x), sin(x)) <= 2, "sin \(x)")
      #expect(ulps(ours.cos(x), cos(x)) <= 2, "cos \(x)")
    }
    // Next to multiples of π/2, where most digits cancel.
    for n in 1...2000 {
      for x in [Double(n) * .pi / 2, (Double(n) * .pi / 2).nextUp, Double(n) * 1e6 * .pi] {
        #expect(ulps(ours.sin(x), sin(x)) <= 2, "sin \(x)")
        #expect(ulps(ours.cos(x), cos(x)) <= 2, "cos \(x)")
      }
    }
  }

  @Test func powersHaveTheSpecialValuesOfC() {
    let edges: [Double] = [
      0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1e300, -1e300, .infinity, -.infinity, .nan, 0.3, 65,
      66,
    ]
    for x in edges {
      for y in edges {
        let found = ours(.power, x, y)
        let expected = pow(x, y)
        #expect(ulps(found, expected) <= 2, "\(x) ** \(y): \(found), \(expected)")
        #expect(found.isNaN || found.sign == expected.sign, "\(x) ** \(y)")
      }
    }
    var generator = SplitMix64(seed: 3)
    for _ in 0..<4000 {
      let x = Double.random(in: 0...10, using: &generator)
      let y = Double.random(in: -70...70, using: &generator)
      #expect(ulps(ours(.power, x, y), pow(x, y)) <= 2, "\(x) ** \(y)")
    }
  }

  @Test func sigmoidIsExactAtBothEnds() {
    for x in arguments(4, [1, 30, 700]) where x.isFinite && x > -708 {
      // 1 / (1 + e⁻ˣ) in extended precision would be right everywhere; in double it is for x ≥ 0, and
      // the other side is e^x / (1 + e^x).
      let expected = x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
      #expect(ulps(ours.sigmoid(x), expected) <= 3, "sigmoid \(x)")
    }
    #expect(ours.sigmoid(.infinity) == 1)
    #expect(ours.sigmoid(-.infinity) == 0)
    #expect(ours.sigmoid(.nan).isNaN)
  }

  @Test func normalDistributionIsHalfOfErfc() {
    for x in arguments(5, [0.1, 1, 8]) where !(x < -8) {
      let expected = 0.5 * erfc(-x / 2.0.squareRoot())
      // Absolute: the lower tail has few right digits.
      let found = Elementary.normalDistribution(x)
      #expect(abs(found - expected) <= 2e-16 || found.isNaN && x.isNaN, "at \(x)")
      // Of the square, the rounding counts, x²/2 times.
      let square = x * x
      let rounding = (-square).addingProduct(x, x)
      let density = exp(-square / 2) * (1 - rounding / 2) / (2 * Double.pi).squareRoot()
      if abs(x) < 38 || x.isNaN {
        #expect(ulps(Elementary.normalDensity(x), density) <= 4, "at \(x)")
      }
    }
  }

  @Test func softplusNeitherOverflowsNorLosesSmallNumbers() {
    let softplus = { self.ours(UnaryFunction.softplus, $0) }
    #expect(softplus(1000) == 1000)
    #expect(ulps(softplus(-40), exp(-40)) <= 2)
    #expect(softplus(-.infinity) == 0)
    #expect(softplus(.infinity) == .infinity)
    #expect(softplus(.nan).isNaN)
  }
}
