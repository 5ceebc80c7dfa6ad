import DenseAlgebra
import RandomStreams
import Testing

@Suite struct SingularValuesTests {
  private func values(_ matrix: [Double], _ p: Int) -> [Double] {
    SingularValues(of: matrix, dimension: p).values
  }

  private func random(_ p: Int, seed: UInt64) -> [Double] {
    RandomStream(seed: seed, purpose: .design, step: 0).normals(count: p * p)
  }

  @Test func knownMatricesHaveTheirValues() {
    #expect(values([-3], 1) == [3])
    #expect(values([0], 1) == [0])
    #expect(values(Array(repeating: 0, count: 16), 4) == [0, 0, 0, 0])
    #expect(values([0, 0, -2, 5, 0, 0, 0, 3, 0], 3) == [5, 3, 2])
    // [3 0; 4 5]: σ² are the eigenvalues 45 and 5 of W Wᵀ.
    let skew = values([3, 0, 4, 5], 2)
    #expect(abs(skew[0] - 45.0.squareRoot()) < 1e-14 && abs(skew[1] - 5.0.squareRoot()) < 1e-14)
    // The Hilbert matrix of order 3, to all digits: eigenvalues of a symmetric matrix.
    let hilbert = values([1, 1 / 2, 1 / 3, 1 / 2, 1 / 3, 1 / 4, 1 / 3, 1 / 4, 1 / 5], 3)
    for (a, b) in zip(hilbert, [1.4083189271236539, 0.1223270658539058, 0.0026873403557735]) {
      #expect(abs(a - b) < 1e-14)
    }
  }

  @Test func signedZerosAndNaNAreTold() {
    #expect(values([-0.0, 0, 0, -0.0], 2) == [0, 0])
    #expect(values([.nan, 0, 0, 1], 2).count { $0.isNaN } == 2)
    #expect(values([.infinity, 0, 0, 1], 2).count { $0.isNaN } == 2)
  }

  /// Σσ² = ‖W‖², and σ does not change under transposition; p roundings of p numbers.
  @Test(arguments: [1, 2, 3, 7, 20, 31])
  func invariantsHold(p: Int) {
    for seed in 0..<5 as Range<UInt64> {
      let matrix = random(p, seed: seed)
      let found = SingularValues(of: matrix, dimension: p)
      let transposed = (0..<p * p).map { matrix[$0 % p * p + $0 / p] }
      let squares = matrix.reduce(0) { $0 + $1 * $1 }
      let sum = found.values.reduce(0) { $0 + $1 * $1 }
      #expect(abs(sum - squares) < 1e-14 * Double(p) * squares)
      for (a, b) in zip(found.values, values(transposed, p)) {
        #expect(abs(a - b) < 1e-14 * Double(p) * found.values[0])
      }
      #expect(found.values == found.values.sorted(by: >))
      #expect(found.sweepCount <= 15)
    }
  }

  /// A row of zeros adds a value 0, and a transpose has the same values, bit for bit.
  @Test(arguments: [(2, 5), (3, 4), (1, 7)])
  func aMatrixNeedNotBeSquare(rows: Int, columns: Int) {
    let matrix = Array(random(columns, seed: 4).prefix(rows * columns))
    let found = SingularValues(of: matrix, rows: rows, columns: columns).values
    #expect(found.count == rows)
    let padded = values(matrix + Array(repeating: 0, count: (columns - rows) * columns), columns)
    let turned = SingularValues(
      of: (0..<rows * columns).map { matrix[$0 % rows * columns + $0 / rows] }, rows: columns,
      columns: rows
    ).values
    #expect(found == turned)
    for (a, b) in zip(found + Array(repeating: 0, count: columns - rows), padded) {
      #expect(abs(a - b) < 1e-14 * found[0])
    }
    let squares = matrix.reduce(0) { $0 + $1 * $1 }
    #expect(abs(found.reduce(0) { $0 + $1 * $1 } - squares) < 1e-14 * squares)
  }

  /// An orthogonal matrix times a diagonal one has the diagonal's values, whatever their range and
  /// even if they are equal; the orthogonal one is a product of reflections.
  @Test(arguments: [
    [5, 3, 2, 1, 0.5], [1, 1, 1, 1], [1, 1e-4, 1e-8, 1e-12], [4, 0, 0, 0], [2, 2, 1e-3, 0, 0, 0],
  ])
  func anOrthogonalTimesADiagonalHasTheDiagonal(diagonal: [Double]) {
    let p = diagonal.count
    var matrix = (0..<p * p).map { $0 % (p + 1) == 0 ? diagonal[$0 / p] : 0 }
    for seed in 0..<4 as Range<UInt64> {
      let normal = RandomStream(seed: seed, purpose: .truth, step: 0).normals(count: p)
      let norm = normal.reduce(0) { $0 + $1 * $1 }
      for column in 0..<p {
        let dot = (0..<p).reduce(0.0) { $0 + normal[$1] * matrix[$1 * p + column] }
        for row in 0..<p { matrix[row * p + column] -= 2 * dot / norm * normal[row] }
      }
    }
    for (a, b) in zip(values(matrix, p), diagonal) { #expect(abs(a - b) < 1e-14 * diagonal[0]) }
  }

  /// The scale is taken out exactly, so that squares neither overflow nor vanish.
  @Test func powersOfTwoScaleTheValuesExactly() {
    let matrix = random(6, seed: 3)
    let expected = values(matrix, 6)
    for exponent in [-900, -300, -1, 1, 300, 1000] {
      let factor = Double(sign: .plus, exponent: exponent, significand: 1)
      #expect(values(matrix.map { $0 * factor }, 6) == expected.map { $0 * factor })
    }
    #expect(values([0x1p-1060, 0, 0, 0], 2) == [0x1p-1060, 0])
  }

  /// Rows of very different length, where ζ² would overflow.
  @Test func aTinyRowDoesNotStopTheSweeps() {
    let found = SingularValues(of: [1, 1, 1e-140, 0], dimension: 2)
    #expect(found.sweepCount <= 4)
    #expect(abs(found.values[0] - 2.0.squareRoot()) < 1e-15)
    #expect(abs(found.values[1] / (1e-140 / 2.0.squareRoot()) - 1) < 1e-14)
  }
}
