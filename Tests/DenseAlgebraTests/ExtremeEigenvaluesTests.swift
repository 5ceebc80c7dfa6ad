import DenseAlgebra
import Glibc
import TestSupport
import Testing

@Suite struct ExtremeEigenvaluesTests {
  /// A chain with free ends, λ_k = 2 − 2 cos(kπ/n), k = 0, …, n − 1: its null space is constant.
  @Test(arguments: [2, 10, 50])
  func aChainWithFreeEndsHasItsEigenvalues(n: Int) {
    let found = ExtremeEigenvalues(from: uniform(n, in: -1...1, seed: 1)) { x in
      (0..<n).map { i in
        (i > 0 ? x[i] - x[i - 1] : 0) + (i < n - 1 ? x[i] - x[i + 1] : 0)
      }
    }
    expect(found.largest, 2 - 2 * cos(Double(n - 1) * .pi / Double(n)))
    expect(found.smallest, 2 - 2 * cos(.pi / Double(n)))
    #expect(found.productCount <= n + 1)
  }

  /// JᵀJ of fewer rows than columns, against rotations of the rows of J.
  @Test(arguments: [(3, 40), (12, 60), (30, 45)])
  func aGramOfRowsHasThatOfTheRows(count: Int, length: Int) throws {
    let rows = (0..<count).map { uniform(length, in: -1...1, seed: UInt64(200 + $0)) }
    let squares = try #require(RowRotation(rows: rows.map(lanes(of:)))).squaredValues
    let found = ExtremeEigenvalues(from: uniform(length, in: -1...1, seed: 2)) { x in
      rows.reduce(Array(repeating: 0, count: length)) { sum, row in
        let factor = inner(row, x)
        return zip(sum, row).map { $0 + factor * $1 }
      }
    }
    expect(found.largest, try #require(squares.max()))
    expect(found.smallest, try #require(squares.min()))
  }

  /// Eigenvalues over nine decades, several of them equal, one apart; others are 0.
  @Test func eigenvaluesOfAnySizeAreFound() {
    let spectrum = (0..<30).map { pow(10, -Double($0) * 0.3) } + [1, 1, 0, 0, 0, 5]
    let found = ExtremeEigenvalues(
      from: Array(repeating: 1, count: spectrum.count)
    ) { zip(spectrum, $0).map { $0 * $1 } }
    expect(found.largest, 5)
    expect(found.smallest, pow(10, -8.7))
  }

  @Test func tooFewProductsAreSaid() {
    let spectrum = (0..<500).map { 1 + Double($0) }
    let found = ExtremeEigenvalues(
      from: uniform(500, in: 0.5...1, seed: 3), productLimit: 9
    ) { zip(spectrum, $0).map { $0 * $1 } }
    #expect(found.productCount == 9)
    #expect(found.largest.status == .notReached && found.smallest.status == .notReached)
    #expect(found.largest.value < 500 && found.smallest.value > 1)
    let longer = ExtremeEigenvalues(from: uniform(500, in: 0.5...1, seed: 3)) {
      zip(spectrum, $0).map { $0 * $1 }
    }
    expect(longer.largest, 500)
    expect(longer.smallest, 1)
  }

  @Test func zeroAndWhatIsNotFiniteAreTold() {
    let zero = ExtremeEigenvalues(from: [1, 2, 3]) { _ in [0, 0, 0] }
    #expect(zero.largest == zero.smallest && zero.largest.value == 0)
    #expect(zero.largest.status == .converged && zero.productCount == 1)
    let broken = ExtremeEigenvalues(from: [1, 2, 3]) { _ in [.nan, 0, 0] }
    #expect(broken.largest.value.isNaN && broken.largest.status == .notReached)
    let breaking = ExtremeEigenvalues(from: [1, 2, 3]) { [$0[0] * 1e300, 2 * $0[1], $0[2]] }
    #expect(breaking.largest.value.isNaN || breaking.largest.value > 9e299)
  }

  /// The promise is 10⁻⁸.
  private func expect(_ estimate: ExtremeEigenvalues.Estimate, _ value: Double) {
    #expect(estimate.status == .converged)
    #expect(abs(estimate.value - value) <= 1e-8 * value)
  }
}
