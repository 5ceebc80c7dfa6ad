import Shards
import Testing

@testable import Reports

@Suite struct ToleranceTests {
  @Test func withoutToleranceOnlyEqualValuesAreTheSame() {
    let exact = Tolerance()
    #expect(exact.accepts(1, 1) && exact.accepts(.nan, -.nan) && exact.accepts(0, -0.0))
    #expect(exact.accepts(.infinity, .infinity))
    #expect(!exact.accepts(1, 1.0.nextUp) && !exact.accepts(.infinity, -.infinity))
    #expect(!exact.accepts(.nan, 0))
  }

  @Test func toleranceIsSymmetricAndNeverReachesInfinity() {
    let loose = Tolerance(relative: 0.5, absolute: 0.25)
    for (a, b) in [(1.0, 2.0), (1, 2.5), (0, 0.25), (-1, 1), (1, 2.6), (0, 0.6)] {
      #expect(loose.accepts(a, b) == loose.accepts(b, a))
    }
    // 2.5 − 1 = 0.25 + 0.5 · 2.5, all exact in binary.
    #expect(loose.accepts(1, 2.5) && !loose.accepts(1, 2.5.nextUp))
    #expect(!loose.accepts(.infinity, 1) && !loose.accepts(.nan, 1))
  }

  @Test func relativeDifferencesAreOfTheLargerMagnitude() {
    #expect(Tolerance.relativeDifference(1, 2) == 0.5)
    #expect(Tolerance.relativeDifference(-1, 1) == 2)
    #expect(Tolerance.relativeDifference(.greatestFiniteMagnitude, -.greatestFiniteMagnitude) == 2)
    #expect(Tolerance.relativeDifference(.nan, 1) == .infinity)
    #expect(Tolerance.relativeDifference(.nan, .nan) == 0)
  }

  @Test func aScalarIsComparedWithEveryRun() {
    let pair = ValuePair(first: .real([0.5]), second: .real([0.5, 0.25, .nan]))
    var found: [Int] = []
    pair.forEachDifference(Tolerance()) { found.append($0.index) }
    #expect(found == [1, 2])
    #expect(pair.texts(at: 2) == ("0.5", ""))
  }

  @Test func wholeNumbersAndWordsHaveNoTolerance() {
    let loose = Tolerance(relative: 1)
    var count = 0
    ValuePair(first: .integer([10, 3]), second: .integer([11, 3]))
      .forEachDifference(loose) { _ in count += 1 }
    ValuePair(first: .text(["sgd"]), second: .text(["adam"]))
      .forEachDifference(loose) { difference in
        count += 1
        #expect(difference.relative == nil)
      }
    #expect(count == 2)
  }
}
