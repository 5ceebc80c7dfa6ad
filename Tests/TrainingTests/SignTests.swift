import Testing

@testable import Training

@Suite struct SignTests {
  @Test func signsAreThoseOfNumbers() {
    expectSigns(SIMD4<Double>.self)
    expectSigns(SIMD8<Float>.self)
    expectSigns(SIMD16<Double>.self)
  }

  private func expectSigns<Lanes: LaneVector>(_: Lanes.Type) {
    let tiny = Lanes.Scalar.leastNormalMagnitude
    let huge = Lanes.Scalar.greatestFiniteMagnitude
    let cases: [(x: Lanes.Scalar, sign: Lanes.Scalar)] = [
      (0, 0), (-0.0, 0), (tiny, 1), (-tiny, -1), (1.5, 1), (-3, -1), (huge, 1), (-huge, -1),
    ]
    for (x, sign) in cases {
      #expect(Lanes(repeating: x).sign == Lanes(repeating: sign))
    }
    for x in [Lanes.Scalar.infinity, -.infinity, .nan] {
      let sign = Lanes(repeating: x).sign
      for k in 0..<Lanes.scalarCount { #expect(sign[k].isNaN) }
    }
  }
}
