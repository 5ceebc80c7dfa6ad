import Parameters
import TestSupport
import Testing

@testable import Sweeps

@Suite struct AxisTests {
  @Test(arguments: [
    ("[0.3, 0.1, 0.2]", [0.3, 0.1, 0.2]),
    ("{from: 0.1, to: 0.5, step: 0.1}", [0.1, 0.2, 0.3, 0.4, 0.5]),
    ("{from: 0.1, to: 0.3, step: 0.1}", [0.1, 0.2, 0.3]),
    ("{from: 0.1, to: 0.49, step: 0.1}", [0.1, 0.2, 0.3, 0.4]),
    ("{from: 0.1, to: 0.5, step: 3}", [0.1]),
    ("{from: 0.1, to: 0.5, count: 5}", [0.1, 0.2, 0.3, 0.4, 0.5]),
    ("{from: 1, to: 2, count: 4}", [1, 1.33333333333, 1.66666666667, 2]),
    ("{from: 0.1234567890123456, to: 2, count: 2}", [0.1234567890123456, 2]),
    ("{log: [1e-3, 1e-1], count: 3}", [1e-3, 0.01, 1e-1]),
    ("{log: [1e-6, 1], count: 7}", [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1]),
    ("{log: [1, 4], count: 4}", [1, 1.58740105197, 2.51984209979, 4]),
    ("{log: [0.1234567890123456, 3], count: 2}", [0.1234567890123456, 3]),
  ])
  func realRangesHaveTheseValues(text: String, values: [Double]) throws {
    let grid = try grid([.optimizer: "optimizer: {kind: sgd, step_size: \(text)}"])
    #expect(grid.reals("optimizer.step_size") == values)
  }

  @Test(arguments: [
    ("[30, 10, 1e2]", [30, 10, 100]),
    ("{from: 20, to: 60, step: 8}", [20, 28, 36, 44, 52, 60]),
    ("{from: 20, to: 59, step: 8}", [20, 28, 36, 44, 52]),
    ("{from: 20, to: 60, step: 100}", [20]),
    ("{from: 20, to: 60, count: 6}", [20, 28, 36, 44, 52, 60]),
    ("{log: [1, 1000], count: 4}", [1, 10, 100, 1000]),
    ("{log: [10, 20], count: 3}", [10, 14, 20]),
  ])
  func wholeRangesHaveTheseValues(text: String, values: [Int]) throws {
    let grid = try grid([.data: "data: {samples: \(text)}"])
    #expect(grid.values("data.samples") == values.map(Value.integer))
  }

  @Test func aLogRangeOfStepsEndsExactly() throws {
    let grid = try grid([.steps: "steps: {log: [100, 9007199254740991], count: 2}"])
    #expect(grid.values("steps") == [.integer(100), .integer(9_007_199_254_740_991)])
  }

  @Test(arguments: [
    ("{count: 3}", [0, 1, 2] as [UInt64]), ("{first: 100, count: 2}", [100, 101]),
    ("{first: 18446744073709551613, count: 3}", [.max - 2, .max - 1, .max]),
    ("[18446744073709551615, 0, 9007199254740993]", [.max, 0, 9_007_199_254_740_993]),
    ("18446744073709551615", [.max]),
  ])
  func seedsAreExact(text: String, seeds: [UInt64]) throws {
    #expect(try grid([.seed: "seed: \(text)"]).values("seed") == seeds.map(Value.seed))
  }

  @Test func aMillionMillionSeedsAreNotMaterialized() throws {
    let grid = try grid([.seed: "seed: {first: 5, count: 1000000000000}"])
    #expect(grid.runCount == 1_000_000_000_000)
    #expect(grid[999_999_999_999]["seed"] == .seed(1_000_000_000_004))
  }

  /// Random ranges: inner values have at most 12 digits, increase, and can be typed back.
  @Test func valuesHaveTwelveDigitsAndCanBeTypedBack() throws {
    var generator = SplitMix64(seed: 2)
    for _ in 0..<200 {
      let low = Double.random(in: 0.1...1, using: &generator) / 1000
      let high = low * (1 + Double.random(in: 0.001...1000, using: &generator))
      let count = Int.random(in: 2...30, using: &generator)
      for text in [
        "{from: \(low), to: \(high), count: \(count)}", "{log: [\(low), \(high)], count: \(count)}",
        "{from: \(low), to: \(high), step: \((high - low) / Double(count))}",
      ] {
        func values(_ text: String) throws -> [Double] {
          try grid([.optimizer: "optimizer: {kind: sgd, step_size: \(text)}"])
            .reals("optimizer.step_size")
        }
        let values = try values(text)
        #expect(values.first == low && (values.last ?? 0) <= high)
        #expect(zip(values, values.dropFirst()).allSatisfy(<), "\(text)")
        for value in values.dropFirst().dropLast() {
          let mantissa = "\(value)".prefix { $0 != "e" }.drop { "0.".contains($0) }
          #expect(mantissa.count { $0 != "." } <= 12, "\(value) of \(text)")
        }
        let listed = values.map(\.description).joined(separator: ", ")
        #expect(try self.values(of: listed) == values)
      }
    }
  }

  private func values(of list: String) throws -> [Double] {
    try grid([.optimizer: "optimizer: {kind: sgd, step_size: [\(list)]}"])
      .reals("optimizer.step_size")
  }

  @Test func aRangeNeverLeavesItsEnd() throws {
    // Two steps of 0.5 miss the end by less than the tolerance of a step.
    let grid = try grid([
      .optimizer: """
      optimizer: {kind: adam, step_size: 1, beta2: {from: 0, to: 0.9999999999995, step: 0.5}}
      """
    ])
    #expect(grid.reals("optimizer.beta2") == [0, 0.5, 0.9999999999995])
  }

  @Test(
    arguments: [

      (0.30000000000000004, 0.3), (1.0 / 3, 0.333333333333), (2.0 / 3e-10, 6_666_666_666.67),
      (123_456_789_012.5, 123_456_789_012.0), (-1.9999999999999, -2.0), (0.0, 0.0),
      (.leastNonzeroMagnitude, .leastNonzeroMagnitude),
      (1.7976931348623157e308, 1.79769313486e308),
    ] as [(Double, Double)])
  func roundingKeepsTwelveDigits(number: Double, rounded: Double) {
    #expect(number.roundedToTwelveDigits == rounded)
  }

  @Test func thePowerLawsPartsAreAxes() throws {
    let grid = try grid([
      .optimizer: """
      optimizer: {kind: adam, step_size: 0.1, one_minus_beta2: {power: [1, 2], rate: [1, 10]}}
      """
    ])
    #expect(grid.reals("optimizer.one_minus_beta2.power") == [1, 1, 2, 2])
    #expect(grid.reals("optimizer.one_minus_beta2.rate") == [1, 10, 1, 10])
  }

  @Test func anIndexBeyondTheAxisIsTheCallersMistake() async {
    await #expect(processExitsWith: .failure) {
      _ = ParameterValues.seeds(first: 0, count: 3)[3]
    }
  }
}
