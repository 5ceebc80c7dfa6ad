import Testing

@testable import Reports

@Suite struct WilsonIntervalTests {
  /// Known values: the formula in decimal arithmetic of 40 digits.
  @Test func agreesWithKnownValues() {
    let some = WilsonInterval(successes: 8, trials: 10)
    #expect(abs(some.lower - 0.490_162_472) < 1e-8)
    #expect(abs(some.upper - 0.943_317_848) < 1e-8)
    let half = WilsonInterval(successes: 1, trials: 2)
    #expect(abs(half.lower - 0.094_531_206) < 1e-8)
    #expect(abs(half.lower + half.upper - 1) < 1e-15)
  }

  /// For k = 0 the upper end is z²/(n + z²).
  @Test func noSuccessHasAWidth() {
    let none = WilsonInterval(successes: 0, trials: 10)
    let square = 1.959_963_984_540_054 * 1.959_963_984_540_054
    #expect(none.lower == 0)
    #expect(abs(none.upper - square / (10 + square)) < 1e-15)
    let all = WilsonInterval(successes: 10, trials: 10)
    #expect(all.upper == 1)
    #expect(abs(all.lower + none.upper - 1) < 1e-15)
  }
}
