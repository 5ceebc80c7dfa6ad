import Testing

@testable import Reports

@Suite struct AxisTests {
  @Test func labelsThatWouldCollideAreLeftOut() {
    let values = [0.0003, 0.00058, 0.0011, 0.0022, 0.0042, 0.008, 0.016, 0.03]
    let axis = Axis(
      label: "η", isLogarithmic: true, lower: 0.0002, upper: 0.04,
      ticks: values.map { Axis.Tick(value: $0, label: "\($0)") })
    let shown = axis.withoutCollisions(width: 354).ticks.map(\.label)
    #expect(shown == ["0.0003", "", "0.0011", "", "0.0042", "", "0.016", ""])
    #expect(axis.withoutCollisions(width: 900).ticks == axis.ticks)
  }

  @Test func raisedDigitsAreNarrow() {
    #expect(Axis.Tick(value: 1, label: "100").labelWidth == 27)
    #expect(Axis.Tick(value: 1, label: "10^{-5}").labelWidth == 30)
  }
}
