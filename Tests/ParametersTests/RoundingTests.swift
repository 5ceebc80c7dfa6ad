import TestSupport
import Testing

@testable import Parameters

@Suite struct RoundingTests {
  private static let complements: [(Double, Double)] = [
    (0.99, 0.01), (0.9, 0.1), (0.999, 0.001), (0.95, 0.05), (0.999999, 1e-6), (0.5, 0.5),
    (0.01, 0.99), (1e-5, 0.99999), (1.5e-7, 0.99999985), (0, 1), (1, 0), (1e-20, 1),
    (0.30000000000000004, 0.69999999999999996), (0.9999999999999999, 1e-16),
  ]

  @Test(arguments: complements)
  func aComplementIsThatOfTheDecimal(number: Double, complement: Double) {
    #expect(number.decimalComplement == complement)
  }

  /// Of numbers as users write them, in up to 15 digits, twice is once.
  @Test func theComplementOfAComplementIsTheNumber() {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<2000 {
      let number = (Double.random(in: 0..<1, using: &generator)).rounded(toDigits: 12)
      let fine = Double(Int(number * 1e12)) / 1e12
      #expect(fine.decimalComplement.decimalComplement == fine)
      #expect(abs(fine.decimalComplement - (1 - fine)) <= 2e-16)
    }
  }

  private static let roundings: [(Double, Double)] = [
    (0.0025000000000000005, 0.0025), (0.30000000000000004, 0.3), (0.09999999999999998, 0.1),
    (0.6666666666666666, 0.66666666666667), (0, 0), (-0.3333333333333333, -0.33333333333333),
    (1e-300, 1e-300),
  ]

  @Test(arguments: roundings)
  func fourteenDigitsAreTheNearest(number: Double, rounded: Double) {
    #expect(number.rounded(toDigits: 14) == rounded)
  }
}
