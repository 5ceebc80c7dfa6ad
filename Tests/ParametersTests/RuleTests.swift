import Parameters
import Testing

@Suite struct RuleTests {
  @Test func theWorstCornerIsReported() {
    let rule = Constraint.atMost("a.part", "a.whole", fit: "% of them", hint: "fewer")
    func corners(_ pairs: (Int, Int)...) -> [[Value]] {
      pairs.map { [.integer($0.0), .integer($0.1)] }
    }
    #expect(rule.paths == ["a.part", "a.whole"])
    #expect(rule.mistakes(corners((1, 1), (5, 9))).isEmpty)
    #expect(
      rule.mistakes(corners((3, 2), (9, 2), (1, 1)))
        == [Constraint.Mistake("a part of 9 does not fit 2 of them", hint: "fewer")])
    // A word is no number.
    #expect(rule.mistakes([[.text("full"), .integer(1)]]).isEmpty)
  }

  @Test func aConditionAsksForAFeature() {
    let rows = Feature("rows")
    let words = Condition.Words("here")
    #expect(Condition.has(rows, block: "model", otherwise: words).isMet(by: [rows]))
    #expect(!Condition.has(rows, block: "model", otherwise: words).isMet(by: []))
    #expect(!Condition.lacks(rows, block: "model", otherwise: words).isMet(by: [rows]))
    #expect(Condition.lacks(rows, block: "model", otherwise: words).isMet(by: []))
    #expect(Condition.always.isMet(by: []) && Condition.always.block == nil)
  }

  private struct Plain: Kind {
    static let name = "plain"
    static let synonyms = ["simple"]
    init(_: borrowing Values) {}
  }

  private struct Rich: Kind {
    static let name = "rich"
    static let size = Parameter("size", .integer(1...9), longName: "a size", role: .problem)
    static let parameters = [size]
    let size: Int
    init(_ values: borrowing Values) throws(KindError) {
      size = values.integer(Self.size)
      guard size < 9 else { throw KindError("a size of 9 is too rich", at: [Self.size.key]) }
    }
  }

  @Test func aFamilyHasTheKeyOfItsKinds() throws {
    let common = Parameter("common", .flag, longName: "of all", role: .method)
    let family = Family(
      "sort", role: .method, column: Column(), defaultKind: Plain.self, parameters: [common],
      kinds: [Plain.self, Rich.self])
    #expect(family.key.type == .choice(["plain", "rich"]))
    #expect(family.key.defaultValue == .text("plain") && !family.key.isRequired)
    #expect(family.key.wordSynonyms == ["simple": "plain"])
    let rich = try #require(family.kind(named: "rich"))
    #expect(family.parameters(of: rich).map(\.key) == ["kind", "common", "label", "size"])
    #expect(family.kind(named: "poor") == nil)
    let values = Values(of: "sort") { $0 == "sort.size" ? .integer(4) : nil }
    #expect(try Rich(values).size == 4)
    #expect(throws: KindError.self) {
      try Rich(Values(of: "sort") { _ in .integer(9) })
    }
  }
}
