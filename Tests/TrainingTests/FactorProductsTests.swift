import TestSupport
import Testing

@testable import Training

/// Products whose entries lie in the lanes have the bits of those of runs in lanes, whatever the shapes,
/// and write nothing but C.
@Suite struct FactorProductsTests {
  @Test func entriesInLanesGiveTheSumsOfRunsInLanes() {
    for rows in [1, 2, 3, 4, 5, 7, 8, 20] {
      for columns in [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 18, 19, 20, 24, 25, 33] {
        for inner in [1, 6] {
          for isTransposed in [false, true] {
            check(Double.self, rows, columns, inner, isTransposed)
            check(Float.self, rows, columns, inner, isTransposed)
          }
        }
      }
    }
  }

  private func check<Scalar: LookupScalar>(
    _: Scalar.Type, _ rows: Int, _ columns: Int, _ inner: Int, _ isTransposed: Bool
  ) {
    var generator = SplitMix64(seed: UInt64(rows * 1000 + columns))
    func random(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar(Double.random(in: -1...1, using: &generator)) }
    }
    let (a, b) = (random(rows * inner + 3), random(inner * columns + 5))
    let aView =
      isTransposed
      ? MatrixView(at: 3, inner, rows).transposed : MatrixView(at: 3, rows, inner)
    let bView =
      isTransposed
      ? MatrixView(at: 5, columns, inner).transposed : MatrixView(at: 5, inner, columns)
    let cView = MatrixView(at: 2, rows, columns)
    let untouched = Array(repeating: Scalar(77), count: rows * columns + 4)

    let side = LaneStorage(untouched.map { SIMD4(repeating: $0) })
    LaneFactorProducts<SIMD4<Scalar>>().multiply(
      LaneStorage(a.map { SIMD4(repeating: $0) }), aView,
      LaneStorage(b.map { SIMD4(repeating: $0) }), bView, into: side, cView)
    let alone = vectors(untouched)
    LoneFactorProducts<Scalar>(largestRightCount: inner * columns).multiply(
      vectors(a), aView, vectors(b), bView, into: alone, cView)
    for index in untouched.indices {
      #expect(
        alone.scalar(index) == side[index][0],
        "\(rows) x \(columns) of \(inner), transposed \(isTransposed), entry \(index)")
    }
    #expect(alone.scalar(rows * columns + 2) == 77 && alone.scalar(1) == 77)
  }

  private func vectors<Scalar: LookupScalar>(_ values: [Scalar]) -> LaneStorage<SIMD16<Scalar>> {
    LaneStorage(
      stride(from: 0, to: values.count, by: 16).map { first in
        SIMD16((0..<16).map { first + $0 < values.count ? values[first + $0] : 0 })
      })
  }
}
