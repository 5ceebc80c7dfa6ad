import Parameters
import Testing

@Suite struct ValuesTests {
  private static let rate = Parameter(
    "rate", .real(.positive), .varying, longName: "a rate", role: .tuned)
  private static let count = Parameter(
    "count", .integerOrWord(1...9, "all"), longName: "a count", role: .problem)
  private static let sort = Parameter("sort", .flag, longName: "whether", role: .method)

  private static func values(_ values: [String: Value]) -> Values {
    Values(of: "block") { values[$0] }
  }

  @Test func whatIsReadIsKept() {
    let values = Self.values([
      "block.rate": .real(0.5), "block.count": .integer(3), "other.count": .integer(4),
      "count": .integer(5),
    ])
    #expect(values.read.isEmpty)
    #expect(values.peek(Self.rate) == .real(0.5) && values.read.isEmpty)
    #expect(values.real(Self.rate) == 0.5)
    #expect(values.read == ["block.rate": .real(0.5)])
    let other = values.of("other")
    #expect(other.integer(Self.count) == 4)
    let top = values.of(nil)
    #expect(top.integer(Self.count) == 5)
    #expect(
      values.read
        == ["block.rate": .real(0.5), "other.count": .integer(4), "count": .integer(5)])
  }

  @Test func whatIsNotThereIsNotRead() {
    let values = Self.values(["block.count": .text("all")])
    #expect(values.real(ifGiven: Self.rate) == nil && !values.flag(Self.sort))
    #expect(values.read.isEmpty)
    // A word in the place of a number is a value, too.
    #expect(values.integer(ifGiven: Self.count) == nil)
    #expect(values.read == ["block.count": .text("all")])
  }

  @Test func aMissingNumberIsAMistakeOfTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = Values { _ in nil }.real(
        Parameter("rate", .real(.positive), longName: "a rate", role: .tuned))
    }
  }
}
