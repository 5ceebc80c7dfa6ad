import ElementaryFunctions
import TestSupport
import Testing

@testable import Training

/// The elementary functions of the lanes, and of one double, which are the same.
@Suite struct FunctionTests {
  // MARK: Errors

  @Test(arguments: ElementaryFunction.allCases) func doublesAreNearTheCorrectlyRoundedOnes(
    function: ElementaryFunction
  ) throws {
    let values = try FunctionValues.doubles.values.filter { $0.function == function.rawValue }
    #expect(values.count > 30)
    for value in values {
      let error = value.error(of: function.lanes(SIMD8(repeating: value.arguments[0]))[0])
      #expect(error <= function.bounds.double, "\(function) \(value.arguments[0])")
    }
  }

  @Test(arguments: ElementaryFunction.allCases) func singlesAreNearTheCorrectlyRoundedOnes(
    function: ElementaryFunction
  ) throws {
    let values = try FunctionValues.singles.values.filter { $0.function == function.rawValue }
    #expect(values.count > 30)
    for value in values {
      let error = value.error(of: function.lanes(SIMD16(repeating: value.arguments[0]))[0])
      #expect(error <= function.bounds.single, "\(function) \(value.arguments[0])")
    }
  }

  /// Singles of all exponents against the function in double precision.
  @Test(arguments: ElementaryFunction.allCases) func singlesAgreeWithDoubles(
    function: ElementaryFunction
  ) {
    for start in stride(from: 0 as UInt32, to: 0x7f80_0000, by: 8_191) {
      let x = SIMD16<Float>((0..<16).map { Float(bitPattern: (start + $0) | $0 << 31) })
      let results = function.lanes(x)
      for k in 0..<16 {
        let exact = function.one(Double(x[k]))
        let agrees =
          exact.isNaN
          ? results[k].isNaN
          : results[k] == Float(exact)
            || abs(Double(results[k]) - exact) <= function.bounds.single * Double(Float(exact).ulp)
        if !agrees { Issue.record("\(function) \(x[k]): \(results[k])") }
      }
    }
  }

  /// Where algorithms change.
  static let changes: [(function: ElementaryFunction, points: [Double])] = [
    (.exp, [-708.3964, 0.34657359, 709.78]),
    (.expm1, [-40, 0x1p-54, 0.34657359]),
    (.log, [0x1p-1022, 0.7071067811865476, 1.4142135623730951]),
    (.log1p, [-0.2928932188134524, 0.41421356237309503]),
    (.tanh, [-1, 1, 1.2, 20]),
    (.sigmoid, [-708.3964, 0, 0.34657359, 40]),
    (.softplus, [-708.3964, -0.881373587, 0, 0.881373587, 40]),
    (.arctan, [-2.414213562373095, 0.41421356237309503, 2.414213562373095]),
    (.erf, [-1, 1, 5.9, 6]),
    (.normalDistribution, [-38, -37.4166, -1, 0, 1, 8]),
    (.sin, [-0.7853981633974483, 0.7853981633974483]),
  ]

  /// Where the algorithm changes, no step of a rising function goes back by more than its error.
  @Test(arguments: changes)
  func stepsBackAreNoLongerThanAnError(function: ElementaryFunction, points: [Double]) {
    for point in points {
      var x = point - 2000 * point.ulp
      var last = function.one(x)
      for _ in 0..<4000 {
        x = x.nextUp
        let next = function.one(x)
        if next < last { #expect(last - next <= last.ulp, "\(function) \(x)") }
        last = next
      }
    }
  }

  // MARK: Bits

  /// Whatever the width, and whoever is in the other lanes.
  @Test(arguments: ElementaryFunction.allCases) func aLaneHasTheBitsItHasAlone(
    function: ElementaryFunction
  ) {
    var generator = SplitMix64(seed: 11)
    for round in 0..<3000 {
      let x = SIMD16<Double>((0..<16).map { _ in argument(round, &generator) })
      let wide = function.lanes(x)
      let eight = function.lanes(x.lowHalf)
      let four = function.lanes(x.lowHalf.lowHalf)
      let two = function.lanes(x.lowHalf.lowHalf.lowHalf)
      let public8 = function.eight(x.highHalf)
      for k in 0..<16 { #expect(isSame(wide[k], function.one(x[k])), "\(x[k])") }
      for k in 0..<8 {
        #expect(isSame(eight[k], wide[k]) && isSame(public8[k], wide[8 + k]), "\(x[k])")
      }
      for k in 0..<4 { #expect(isSame(four[k], wide[k]), "\(x[k])") }
      for k in 0..<2 { #expect(isSame(two[k], wide[k]), "\(x[k])") }

      let single = SIMD16<Float>((0..<16).map { Float(x[$0]) })
      let wideSingle = function.lanes(single)
      let parts: [[Float]] = [
        lanes(of: function.lanes(single.lowHalf)),
        lanes(of: function.lanes(single.lowHalf.lowHalf)),
        lanes(of: function.lanes(single.lowHalf.lowHalf.lowHalf)),
      ]
      for part in parts {
        for k in part.indices { #expect(isSame(part[k], wideSingle[k]), "\(single[k])") }
      }
    }
  }

  /// Training takes numbers below the normal range for 0; all others have the bits they have outside.
  @Test(arguments: ElementaryFunction.allCases)
  func numbersBelowTheNormalRangeAreZeroInTrainingOnly(
    function: ElementaryFunction
  ) {
    var generator = SplitMix64(seed: 12)
    let tiny = SIMD4<Double>(0x1p-1030, -0x1p-1050, 0x1p-1074, -0x1.8p-1023)
    let inside = flushingSubnormals { function.lanes(tiny) }
    let ofZero = function.lanes(SIMD4<Double>.zero)
    for k in 0..<4 {
      // A result that is an argument is handed on as it is, and counts as 0 in the next operation.
      let counts = inside[k].magnitude < .leastNormalMagnitude ? 0 : inside[k]
      #expect(counts == ofZero[k], "\(tiny[k])")
    }
    for round in 0..<2000 {
      let x = SIMD8<Double>((0..<8).map { _ in argument(round, &generator) })
      let (outside, inside) = (function.lanes(x), flushingSubnormals { function.lanes(x) })
      let single = SIMD8<Float>((0..<8).map { Float(x[$0]) })
      let (outsideSingle, insideSingle) = (
        function.lanes(single), flushingSubnormals { function.lanes(single) }
      )
      for k in 0..<8 {
        if !x[k].isSubnormal {
          let flushed = outside[k].isSubnormal ? outside[k] * 0 : outside[k]
          #expect(isSame(flushed, inside[k]), "\(x[k])")
        }
        if !single[k].isSubnormal {
          let flushed = outsideSingle[k].isSubnormal ? outsideSingle[k] * 0 : outsideSingle[k]
          #expect(isSame(flushed, insideSingle[k]), "\(single[k])")
        }
      }
    }
  }

  @Test func resultsBelowTheNormalRangeAreRoundedOnce() {
    #expect(Elementary.exp(-745) == 0x1p-1074 && Elementary.exp(-745.2) == 0)
    #expect(Elementary.exp(-740.0).isSubnormal && Elementary.sigmoid(-740) == Elementary.exp(-740))
    #expect(Elementary.softplus(-740) == Elementary.exp(-740))
    #expect(
      Elementary.normalDistribution(-38).isSubnormal && Elementary.normalDensity(38).isSubnormal)
    #expect(Elementary.log(0x1p-1074) == Elementary.naturalLogarithm(0x1p-1074))
    #expect(SIMD4<Float>(repeating: -100).exp()[0].isSubnormal)
    #expect(SIMD4<Float>(repeating: 0x1p-149).log()[0] == -149 * 0.6931472)
  }

  // MARK: Special values

  static let specials: [(ElementaryFunction, [(Double, Double)])] = [
    (.exp, [(0, 1), (-0.0, 1), (.infinity, .infinity), (-.infinity, 0), (1000, .infinity)]),
    (.expm1, [(0, 0), (-0.0, -0.0), (.infinity, .infinity), (-.infinity, -1), (-1000, -1)]),
    (.log, [(0, -.infinity), (-0.0, -.infinity), (1, 0), (.infinity, .infinity), (-1, .nan)]),
    (.log, [(-.infinity, .nan)]),
    (.log1p, [(0, 0), (-0.0, -0.0), (-1, -.infinity), (.infinity, .infinity), (-2, .nan)]),
    (.tanh, [(0, 0), (-0.0, -0.0), (.infinity, 1), (-.infinity, -1), (30, 1), (-30, -1)]),
    (.sigmoid, [(0, 0.5), (-0.0, 0.5), (.infinity, 1), (-.infinity, 0), (1000, 1), (-1000, 0)]),
    (.softplus, [(.infinity, .infinity), (-.infinity, 0), (1000, 1000), (-1000, 0)]),
    (.sin, [(0, 0), (-0.0, -0.0), (.infinity, .nan), (-.infinity, .nan)]),
    (.cos, [(0, 1), (-0.0, 1), (.infinity, .nan), (-.infinity, .nan)]),
    (.arctan, [(0, 0), (-0.0, -0.0), (.infinity, .pi / 2), (-.infinity, -.pi / 2)]),
    (.erf, [(0, 0), (-0.0, -0.0), (.infinity, 1), (-.infinity, -1), (7, 1)]),
    (.normalDistribution, [(0, 0.5), (-0.0, 0.5), (.infinity, 1), (-.infinity, 0), (-50, 0)]),
    (.normalDensity, [(.infinity, 0), (-.infinity, 0), (-50, 0)]),
  ]

  @Test(arguments: specials.indices) func specialValuesAreRight(index: Int) {
    let (function, values) = Self.specials[index]
    for (x, expected) in values + [(.nan, .nan)] {
      let (double, single) = (
        function.lanes(SIMD2(repeating: x)), function.lanes(SIMD4(repeating: Float(x)))
      )
      #expect(isSame(double[1], expected), "\(function) \(x): \(double[1])")
      #expect(
        isSame(single[3], Float(expected.isNaN ? .nan : expected)), "\(function) \(x): \(single[3])"
      )
    }
  }

  // MARK: Helpers

  /// In turns of any bits, and of the range where most functions change.
  private func argument(_ round: Int, _ generator: inout SplitMix64) -> Double {
    switch round % 4 {
    case 0: Double(bitPattern: generator.next())
    case 1: Double.random(in: -800...800, using: &generator)
    case 2: Double(Float(bitPattern: UInt32(truncatingIfNeeded: generator.next())))
    default: Double.random(in: -6...6, using: &generator)
    }
  }

  private func lanes<Lanes: LaneVector>(of vector: Lanes) -> [Lanes.Scalar] {
    (0..<Lanes.scalarCount).map { vector[$0] }
  }
}

/// The same bits, or both NaN.
func isSame(_ a: Double, _ b: Double) -> Bool { a.bitPattern == b.bitPattern || a.isNaN && b.isNaN }
func isSame(_ a: Float, _ b: Float) -> Bool { a.bitPattern == b.bitPattern || a.isNaN && b.isNaN }
