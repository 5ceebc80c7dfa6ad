import Testing

@testable import Reports

@Suite struct QuartilesTests {
  @Test func fourValuesInterpolateLinearly() throws {
    // NumPy: np.percentile([1, 2, 3, 4], [25, 50, 75]) = 1.75, 2.5, 3.25, exact in binary.
    let quartiles = try #require(Quartiles([4, 1, 3, 2]))
    #expect(quartiles == Quartiles(lower: 1.75, median: 2.5, upper: 3.25))
  }

  @Test func aSingleValueIsAllThree() throws {
    #expect(try #require(Quartiles([7])) == Quartiles(lower: 7, median: 7, upper: 7))
  }

  @Test func missingValuesDoNotCount() throws {
    let quartiles = try #require(Quartiles([.nan, 2, .nan, 4]))
    #expect(quartiles.median == 3)
    #expect(Quartiles([.nan, .nan]) == nil)
    #expect(Quartiles([Double]()) == nil)
  }

  @Test func theMedianIsInfiniteWhenMostValuesAre() throws {
    #expect(try #require(Quartiles([1, .infinity, .infinity])).median == .infinity)
    #expect(try #require(Quartiles([1, 2, .infinity])).median == 2)
    #expect(try #require(Quartiles([1, .infinity])).median == .infinity)
    #expect(try #require(Quartiles([.infinity, .infinity])).median == .infinity)
  }
}
