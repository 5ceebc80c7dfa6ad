import DenseAlgebra
import Glibc
import TestSupport
import Testing

@Suite struct SymmetricEigenpairsTests {
  /// Second differences with fixed ends: λ_k = 2 − 2 cos(kπ/(n + 1)).
  @Test(arguments: [1, 2, 3, 8, 9, 40])
  func secondDifferencesHaveTheirEigenvalues(n: Int) throws {
    let matrix = (0..<n * n).map { index -> Double in
      let distance = abs(index / n - index % n)
      return distance == 0 ? 2 : distance == 1 ? -1 : 0
    }
    let values = try #require(SymmetricEigenpairs(matrix, dimension: n)).values
    for (k, value) in values.enumerated() {
      let angle = Double(k + 1) * Double.pi / Double(n + 1)
      #expect(abs(value - (2 - 2 * cos(angle))) < 2e-15 * Double(n))
    }
  }

  /// The Hilbert matrix of order 3, from its characteristic polynomial in 50 digits.
  @Test func theHilbertMatrixHasItsEigenvalues() throws {
    let matrix = (0..<9).map { (k: Int) -> Double in 1 / Double(k / 3 + k % 3 + 1) }
    let values = try #require(SymmetricEigenpairs(matrix, dimension: 3)).values
    for (a, b) in zip(values, [0.0026873403557735, 0.1223270658539058, 1.4083189271236539]) {
      #expect(abs(a - b) < 1e-14)
    }
  }

  /// Residuals and products of vectors are some n roundings; equal and vanishing eigenvalues included.
  @Test(arguments: [1, 2, 5, 8, 17, 33])
  func vectorsAreOrthonormalEigenvectors(n: Int) throws {
    for seed in 0..<4 as Range<UInt64> {
      let matrix = symmetric(n, rank: seed == 3 ? (n + 1) / 2 : n, seed: seed)
      let pairs = try #require(SymmetricEigenpairs(matrix, dimension: n))
      let size = pairs.values.reduce(0) { max($0, abs($1)) }
      #expect(pairs.values == pairs.values.sorted())
      for (l, e) in pairs.vectors.enumerated() {
        let image = (0..<n).map { i in inner(Array(matrix[(i * n)..<((i + 1) * n)]), e) }
        let error = zip(image, e).map { $0 - pairs.values[l] * $1 }
        #expect(maximumMagnitude(error) < 1e-15 * Double(n + 4) * size)
        for (k, other) in pairs.vectors.enumerated() {
          #expect(abs(inner(e, other) - (k == l ? 1 : 0)) < 1e-15 * Double(n + 4))
        }
      }
      let trace = (0..<n).reduce(0) { $0 + matrix[$1 * n + $1] }
      #expect(abs(pairs.values.reduce(0, +) - trace) < 1e-15 * Double(n * n + 4) * size)
    }
  }

  /// What rounding leaves of a matrix of low rank falls off by 2⁻⁵² from row to row.
  @Test(arguments: [48, 64, 96])
  func matricesOfLowRankSettle(n: Int) throws {
    for rank in 1...3 {
      for seed in 0..<20 as Range<UInt64> {
        let matrix = symmetric(n, rank: rank, seed: seed)
        let pairs = try #require(SymmetricEigenpairs(matrix, dimension: n))
        let size = pairs.values.reduce(0) { max($0, abs($1)) }
        let rest = pairs.values.map { abs($0) }.sorted().prefix(n - rank)
        #expect(rest.allSatisfy { $0 < 1e-15 * Double(n) * size })
      }
    }
  }

  @Test func diagonalMatricesAreTheirOwnAnswer() throws {
    let diagonal: [Double] = [3, -1, 0, 3, 0.5, 7, -2, 3, 1e-9]
    let matrix = (0..<81).map { (k: Int) -> Double in k / 9 == k % 9 ? diagonal[k / 9] : 0 }
    let pairs = try #require(SymmetricEigenpairs(matrix, dimension: 9))
    #expect(pairs.values == diagonal.sorted())
    #expect(pairs.vectors.allSatisfy { $0.filter { $0 == 1 }.count == 1 })
    let zero = try #require(SymmetricEigenpairs(Array(repeating: 0, count: 16), dimension: 4))
    #expect(zero.values == [0, 0, 0, 0])
  }

  /// Their scale is taken out exactly.
  @Test func powersOfTwoScaleTheValuesExactly() throws {
    let matrix = symmetric(6, rank: 6, seed: 9)
    let expected = try #require(SymmetricEigenpairs(matrix, dimension: 6))
    for exponent in [-900, -1, 300, 1000] {
      let factor = Double(sign: .plus, exponent: exponent, significand: 1)
      let scaled = try #require(SymmetricEigenpairs(matrix.map { $0 * factor }, dimension: 6))
      #expect(scaled.values == expected.values.map { $0 * factor })
      #expect(scaled.vectors == expected.vectors)
    }
  }

  @Test func entriesThatAreNotFiniteHaveNoEigenvalues() {
    #expect(SymmetricEigenpairs([1, .nan, .nan, 1], dimension: 2) == nil)
    #expect(SymmetricEigenpairs([.infinity, 0, 0, 1], dimension: 2) == nil)
  }

  /// The same on every processor.
  @Test func pairsHaveTheCommittedBits() throws {
    let digests = try [3, 8, 21].map { n in
      let pairs = try #require(
        SymmetricEigenpairs(symmetric(n, rank: n, seed: 1), dimension: n))
      return fnv1a(pairs.values + pairs.vectors.flatMap { $0 })
    }
    #expect(
      digests == [
        0x704f_6051_f808_b8d5, 0xb9e4_00fd_da6b_5997, 0x99e3_1a34_68c6_9c0f,
      ])
  }
}

/// A symmetric matrix of given rank, of order one.
private func symmetric(_ n: Int, rank: Int, seed: UInt64) -> [Double] {
  let factor = uniform(n * rank, in: -1...1, seed: 40 + seed)
  let weights = uniform(rank, in: -1...2, seed: 60 + seed)
  return (0..<n * n).map { index in
    let (i, j) = (max(index / n, index % n), min(index / n, index % n))
    return (0..<rank).reduce(0) {
      $0 + weights[$1] * factor[i * rank + $1] * factor[j * rank + $1]
    }
  }
}
