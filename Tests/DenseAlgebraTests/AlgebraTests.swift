import TestSupport
import Testing

@testable import DenseAlgebra

@Suite struct CholeskyTests {
  /// The bound is that of Higham, "Accuracy and Stability", theorem 10.3: ‖L Lᵀ − A‖ ≤ (n + 1) u
  /// ‖L‖ ‖Lᵀ‖, u = 2⁻⁵³, entry by entry at most (n + 1) u √(aᵢᵢ aⱼⱼ).
  @Test(arguments: [1, 2, 7, 8, 9, 16, 33, 100])
  func factorReproducesTheMatrix(size: Int) throws {
    let matrix = gramOfRandomRows(size, length: size + 5)
    let factor = try #require(Cholesky(matrix)).factor
    for i in 0..<size {
      for j in 0...i {
        let sum = (0...j).reduce(0) { $0 + factor[i, $1] * factor[j, $1] }
        let bound = 2 * Double(size + 1) * 0x1p-53 * (matrix[i, i] * matrix[j, j]).squareRoot()
        #expect(abs(sum - matrix[i, j]) <= bound)
      }
      for j in (i + 1)..<max(size, i + 1) { #expect(factor[i, j] == 0) }
    }
  }

  /// Residual of a backward stable solution: a few n u ‖A‖ ‖x‖.
  @Test(arguments: [1, 8, 9, 33, 100])
  func solutionSatisfiesTheSystem(size: Int) throws {
    let matrix = gramOfRandomRows(size, length: 2 * size + 5)
    let b = uniform(size, in: -1...1, seed: 5)
    let x = try #require(Cholesky(matrix)).solve(b)
    let full = (0..<size).map { i in (0..<size).map { matrix[max(i, $0), min(i, $0)] } }
    let norm = full.map { $0.reduce(0) { $0 + abs($1) } }.max() ?? 0
    let residual = (0..<size).map { inner(full[$0], x) - b[$0] }
    #expect(
      maximumMagnitude(residual) <= 4 * Double(size) * 0x1p-53 * norm * maximumMagnitude(x))
  }

  /// The Hilbert matrix plus I, n = 12; values of LAPACK's dpotrf and dgesv.
  @Test func valuesAreThoseOfLAPACK() throws {
    let matrix = SampleBlocks(rowCount: 12, columnCount: 12) {
      1 / Double($0 + $1 + 1) + ($0 == $1 ? 1 : 0)
    }
    let cholesky = try #require(Cholesky(matrix))
    let reference = [
      1.4142135623730951, 1.0172620996727912, 0.05892556509887895, 0.03231554114265386,
      1.0127396156384452,
    ]
    let computed = [(0, 0), (8, 8), (11, 0), (11, 7), (11, 11)].map { cholesky.factor[$0, $1] }
    #expect(relativeError(computed, reference) < 1e-14)
    let x = cholesky.solve((1...12).map(Double.init))
    let expected = [-1.8334002534869136, 5.418607427736735, 9.8890637981581]
    #expect(relativeError([x[0], x[7], x[11]], expected) < 1e-13)
  }

  @Test func dependentRowsHaveNoFactor() {
    var rows = randomRows(9, length: 12)
    rows[8] = zip(rows[2], rows[5]).map { 2 * $0 - $1 }
    #expect(Cholesky(gram(rows)) == nil)
  }

  @Test func entriesThatAreNotFiniteHaveNoFactor() {
    var matrix = gramOfRandomRows(4, length: 6)
    matrix[2, 2] = .infinity
    #expect(Cholesky(matrix) == nil)
    matrix[2, 2] = .nan
    #expect(Cholesky(matrix) == nil)
  }
}

@Suite struct PivotedCholeskyTests {
  @Test func rankIsTheNumberOfIndependentRows() {
    var rows = randomRows(9, length: 12)
    rows[8] = zip(rows[2], rows[5]).map { 2 * $0 - $1 }
    rows[0] = Array(repeating: 0, count: 12)
    #expect(PivotedCholesky(gram(rows)).rank == 7)
    #expect(PivotedCholesky(gram(randomRows(9, length: 12))).rank == 9)
  }

  /// A right side in the range is met in every row, the dependent ones included.
  @Test func consistentSystemsAreSolved() {
    var rows = randomRows(9, length: 12)
    rows[8] = zip(rows[2], rows[5]).map { 2 * $0 - $1 }
    let matrix = gram(rows)
    let full = (0..<9).map { i in (0..<9).map { matrix[max(i, $0), min(i, $0)] } }
    let z = uniform(9, in: -1...1, seed: 6)
    let b = full.map { inner($0, z) }
    let x = PivotedCholesky(matrix).solve(b)
    // Condition about 10³.
    #expect(relativeError(full.map { inner($0, x) }, b) < 1e-12)
    #expect(x.contains(0))
  }
}

@Suite struct OrthonormalBasisTests {
  @Test func basisIsOrthonormalAndSpans() {
    let rows = randomRows(12, length: 37).map(lanes(of:))
    let basis = OrthonormalBasis(spanning: rows)
    #expect(basis.rank == 12)
    for (i, a) in basis.vectors.enumerated() {
      for (j, b) in basis.vectors.enumerated() {
        #expect(abs(dot(a, b) - (i == j ? 1 : 0)) < 1e-14)
      }
    }
    for row in rows { #expect(dot(basis.removing(from: row), row) < 1e-14 * dot(row, row)) }
  }

  /// One vector after the other, one sum at a time; numbers of rows that leave all remainders of four.
  @Test(arguments: [1, 2, 5, 11, 16])
  func vectorsHaveTheBitsOfThePlainOrder(count: Int) {
    let rows = randomRows(count, length: 45).map(lanes(of:))
    var rest = rows
    var others = Array(rest.indices)
    var expected: [[SIMD8<Double>]] = []
    while let first = others.first {
      let next = others.reduce(first) {
        dot(rest[$1], rest[$1]) > dot(rest[$0], rest[$0]) ? $1 : $0
      }
      others.removeAll { $0 == next }
      var vector = rest[next]
      for earlier in expected { add(-dot(earlier, vector), earlier, to: &vector) }
      let norm = dot(vector, vector).squareRoot()
      vector = vector.map { $0 / norm }
      for i in others { add(-dot(vector, rest[i]), vector, to: &rest[i]) }
      expected.append(vector)
    }
    let basis = OrthonormalBasis(spanning: rows)
    #expect(basis.vectors == expected)
    var removed = rows[0]
    for _ in 0..<2 { for e in expected { add(-dot(e, removed), e, to: &removed) } }
    #expect(basis.removing(from: rows[0]) == removed)
  }

  @Test func dependentVectorsAddNothing() {
    let rows = randomRows(5, length: 9)
    let all = rows + [zip(rows[0], rows[1]).map { $0 - 3 * $1 }, Array(repeating: 0, count: 9)]
    #expect(OrthonormalBasis(spanning: all.map(lanes(of:))).rank == 5)
    #expect(OrthonormalBasis(spanning: []).rank == 0)
  }
}

@Suite struct RowRotationTests {
  /// Rows 1/(i + j + 1), 3 × 6; eigenvalues of A Aᵀ from 50-digit arithmetic.
  @Test func squaredValuesAreExact() throws {
    let rows = (0..<3).map { i in lanes(of: (0..<6).map { 1 / Double(i + $0 + 1) }) }
    let values = try #require(RowRotation(rows: rows)).squaredValues.sorted()
    let expected = [4.0808990167462551e-5, 0.028444471925646275, 2.2521227122814652]
    for (value, reference) in zip(values, expected) {
      #expect(abs(value - reference) < 1e-12 * reference)
    }
  }

  @Test func directionsAreOrthonormalAndInvariant() throws {
    let rows = randomRows(7, length: 20).map(lanes(of:))
    let rotation = try #require(RowRotation(rows: rows))
    for (l, e) in rotation.directions.enumerated() {
      for (k, other) in rotation.directions.enumerated() {
        #expect(abs(dot(e, other) - (k == l ? 1 : 0)) < 1e-13)
      }
      // AᵀA e = σ² e
      var image = Array(repeating: SIMD8<Double>.zero, count: e.count)
      for row in rows { add(dot(row, e), row, to: &image) }
      add(-rotation.squaredValues[l], e, to: &image)
      #expect(dot(image, image).squareRoot() < 1e-13 * (rotation.squaredValues.max() ?? 0))
    }
  }

  @Test func dependentRowsAreRefused() {
    let rows = randomRows(3, length: 5)
    #expect(RowRotation(rows: (rows + [rows[1]]).map(lanes(of:))) == nil)
  }
}

private func randomRows(_ count: Int, length: Int) -> [[Double]] {
  (0..<count).map { uniform(length, in: -1...1, seed: UInt64(100 + $0)) }
}

private func gram(_ rows: [[Double]]) -> SampleBlocks {
  SampleBlocks(rowCount: rows.count, columnCount: rows[0].count) { rows[$0][$1] }
    .gram(weights: Array(repeating: 1, count: rows[0].count))
}

private func gramOfRandomRows(_ count: Int, length: Int) -> SampleBlocks {
  gram(randomRows(count, length: length))
}
