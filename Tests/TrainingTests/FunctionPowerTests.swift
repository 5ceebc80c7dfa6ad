import ElementaryFunctions
import TestSupport
import Testing

@testable import Training

/// Powers with an exponent for each lane.
@Suite struct FunctionPowerTests {
  @Test func powersAreNearTheCorrectlyRoundedOnes() throws {
    for value in try FunctionValues.doubles.values where value.function == "pow" {
      let (x, y) = (value.arguments[0], value.arguments[1])
      #expect(value.error(of: Elementary.pow(x, y)) <= 0.7, "\(x) to the \(y)")
    }
    for value in try FunctionValues.singles.values where value.function == "pow" {
      let (x, y) = (value.arguments[0], value.arguments[1])
      let power = SIMD8<Float>(repeating: x).pow(SIMD8(repeating: y))[3]
      #expect(value.error(of: power) <= 0.7, "\(x) to the \(y)")
    }
  }

  @Test func theyAreThoseOfData() {
    var generator = SplitMix64(seed: 21)
    for round in 0..<100_000 {
      let x = round % 2 == 0 ? generator.positive() : Double.random(in: 0...3, using: &generator)
      let y = Double.random(in: -400...400, using: &generator) / Double(1 + round % 1000)
      #expect(isSame(Elementary.pow(x, y), Elementary.power(x, y)), "\(x) to the \(y)")
    }
    for x in [0, 1, .infinity, .nan, 0x1p-1074, .greatestFiniteMagnitude] {
      for y in [0, 1, -1, 0.5, -0.5, 1e300, -1e300] {
        #expect(isSame(Elementary.pow(x, y), Elementary.power(x, y)), "\(x) to the \(y)")
      }
    }
  }

  @Test(
    arguments: [
      (-2, 3, -8), (-2, 2, 4), (-2, 0.5, .nan), (-1, .infinity, 1), (-1, -.infinity, 1),
      (1, .nan, 1), (.nan, 0, 1), (.nan, 1, .nan), (2, .nan, .nan), (-2, .nan, .nan),
      (0, -1, .infinity), (-0.0, -1, -.infinity), (-0.0, -2, .infinity), (-0.0, 3, -0.0),
      (-0.0, 2, 0),
      (0, 0, 1), (.infinity, -1, 0), (-.infinity, 3, -.infinity), (-.infinity, -3, -0.0),
      (-.infinity, 0.5, .infinity), (0.5, .infinity, 0), (0.5, -.infinity, .infinity),
      (-2, .infinity, .infinity), (2, 1e30, .infinity), (2, -1e30, 0), (-1, 1e30, 1),
    ] as [(Double, Double, Double)])
  func specialValuesAreRight(x: Double, y: Double, expected: Double) {
    let single = SIMD4<Float>(repeating: Float(x)).pow(SIMD4(repeating: Float(y)))[1]
    #expect(isSame(Elementary.pow(x, y), expected))
    #expect(isSame(single, Float(expected)))
  }

  @Test func aLaneHasTheBitsItHasAlone() {
    var generator = SplitMix64(seed: 22)
    for _ in 0..<3000 {
      var (x, y) = (SIMD16<Double>(), SIMD16<Double>())
      for k in 0..<16 {
        x[k] = Double.random(in: -1...3, using: &generator)
        y[k] = Double(Int.random(in: -40...40, using: &generator)) / (k % 2 == 0 ? 1 : 7)
      }
      let (wide, four) = (x.pow(y), x.lowHalf.lowHalf.pow(y.lowHalf.lowHalf))
      let singles = (
        SIMD16<Float>((0..<16).map { Float(x[$0]) }), SIMD16<Float>((0..<16).map { Float(y[$0]) })
      )
      let (wideSingle, eightSingle) = (
        singles.0.pow(singles.1), singles.0.lowHalf.pow(singles.1.lowHalf)
      )
      for k in 0..<16 { #expect(isSame(wide[k], Elementary.pow(x[k], y[k]))) }
      for k in 0..<8 { #expect(isSame(eightSingle[k], wideSingle[k])) }
      for k in 0..<4 { #expect(isSame(four[k], wide[k])) }
    }
  }
}

extension SplitMix64 {
  /// A positive finite double with uniformly distributed bits.
  fileprivate mutating func positive() -> Double {
    Double(bitPattern: UInt64.random(in: 1..<Double.infinity.bitPattern, using: &self))
  }
}
