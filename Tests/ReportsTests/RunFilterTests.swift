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
}
