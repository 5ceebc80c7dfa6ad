import Shards
import Testing

@testable import Reports

@Suite struct RunFilterTests {
  @Test func valuesAreWordsNumbersOrRangesOfWholeNumbers() throws {
    let filter = try #require(RunFilter("seed=adam,2.50,4..6"))
    #expect(filter.name == "seed")
    for value in ["adam", "2.5", "4", "5", "6.0"] { #expect(filter.accepts(value), "\(value)") }
    for value in ["sgd", "2", "4.5", "7", "", "3..6"] {
      #expect(!filter.accepts(value), "\(value)")
    }
  }

  @Test func aWordIsNoFilterAndARangeDoesNotRunBackwards() throws {
    #expect(RunFilter("seed") == nil && RunFilter("seed=") == nil)
    #expect(try #require(RunFilter("seed=6..4")).accepts("5") == false)
  }

  /// A user's file goes by the name that the user gave it, with its path or without its ending.
  @Test func aProblemGoesByItsNameOrTheDigitsShown() throws {
    let digest = String(repeating: "0123456789abcdef", count: 4)
    let table = RunTable(
      title: "t",
      parameters: [
        RunParameter(name: "problem_name", values: ["2024/wheat.h5", "barley.h5", ""]),
        RunParameter(name: "problem", values: [digest, "f" + digest.dropFirst(), ""]),
      ], states: [.ok, .ok, .ok], finals: [:])
    for (text, rows) in [
      ("problem=2024/wheat.h5", [0]), ("problem=wheat", [0]), ("problem=wheat.h5", [0]),
      ("problem=./data/2024/wheat.h5", [0]), ("problem=01234567", [0]), ("problem=0123", [0]),
      ("problem_name=barley", [1]), ("problem=barley,wheat", [0, 1]), ("problem=012", []),
      ("problem=heat", []), ("problem=\(digest)", [0]),
    ] {
      var kept = table
      let isKnown = kept.keep(try #require(RunFilter(text)))
      #expect(isKnown && kept.rows == rows, "\(text)")
    }
    let filter = try #require(RunFilter("problem=rye"))
    #expect(table.alternatives(to: filter) == "problem: 2024/wheat.h5, barley.h5, –")
    #expect(Grouping(table).keyAxes.map(\.kind.name) == ["problem_name"])
  }

  @Test func manyValuesAreNotAllListed() throws {
    let filter = try #require(RunFilter("seed=77"))
    #expect(filter.alternatives(["4.0", "10", "-1", "4.0"]) == "seed: -1, 4, 10")
    #expect(
      filter.alternatives((0..<30).map { "\($0)" })
        == "seed: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …, 29 (30 values)")
  }
}
