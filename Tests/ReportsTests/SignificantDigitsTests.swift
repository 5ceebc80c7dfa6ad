import Testing

@testable import Reports

@Suite struct SignificantDigitsTests {
  @Test(arguments: [
    (0.0, "0"), (1.0, "1.00"), (12.345, "12.3"), (123.4, "123"), (1234.0, "1230"),
    (12_345.0, "1.23e+04"), (0.001_234, "0.00123"), (0.000_012_34, "1.23e-05"), (9.996, "10.0"),
    (0.009_996, "0.0100"), (9999.0, "1.00e+04"), (-0.25, "-0.250"),
    (.leastNonzeroMagnitude, "4.94e-324"),
    (1e300, "1.00e+300"), (.nan, "–"), (.infinity, "∞"),
  ])
  func threeDigits(value: Double, text: String) {
    #expect(significant(value) == text)
  }

  @Test func trimmedNumbersHaveNoZerosAtTheEndOfAFraction() {
    #expect(significant(0.1, trimmed: true) == "0.1")
    #expect(significant(100, trimmed: true) == "100")
    #expect(significant(1e-6, trimmed: true) == "1e-06")
  }

  @Test func valuesThatAgreeInThreeDigitsGetMore() {
    let axis = ParameterAxis(
      RunParameter(name: "beta2", values: ["0.9991", "0.9994"]), rows: [0, 1])
    #expect(axis.shownLevels == ["0.9991", "0.9994"])
  }
}
