import TestSupport
import Testing

@testable import Training

/// Newton–Schulz in lanes, and run by run, has the bits of the iteration written down.
@Suite struct NewtonSchulzTests {
  private static let shapes = [
    (1, 1), (1, 7), (9, 1), (3, 5), (5, 3), (16, 16), (17, 33), (40, 12), (48, 130),
  ]

  @Test func doublesAreThoseOfTheIteration() {
    expectBits(SIMD2<Double>.self)
    expectBits(SIMD8<Double>.self)
    expectBits(SIMD16<Double>.self)
  }

  @Test func singlesAreThoseOfTheIteration() {
    expectBits(SIMD4<Float>.self)
    expectBits(SIMD16<Float>.self)
  }

  /// Few runs go run by run, many small matrices in lanes.
  @Test func bothWaysAreTaken() {
    func goesRunByRun(_ rows: Int, _ columns: Int, _ runCount: Int) -> Bool {
      NewtonSchulz<SIMD16<Double>>.goesRunByRun(
        MatrixView(at: 0, rows, columns), runCount: runCount)
    }
    #expect(goesRunByRun(16, 16, 1) && goesRunByRun(48, 130, 16))
    #expect(!goesRunByRun(3, 5, 16) && !goesRunByRun(17, 33, 16))
  }

  private func expectBits<Lanes: LaneVector>(_: Lanes.Type) {
    for (rows, columns) in Self.shapes {
      for runCount in Set([1, 2, Lanes.scalarCount]) {
        let (offset, count) = (3, rows * columns)
        var generator = SplitMix64(seed: UInt64(rows + runCount))
        let runs = (0..<runCount).map { _ in
          (0..<count).map { _ in Lanes.Scalar(Double.random(in: -1...1, using: &generator)) }
        }
        let array = LaneStorage<Lanes>(repeating: Lanes(repeating: 7), count: offset + count + 2)
        for k in 0..<count {
          for lane in 0..<Lanes.scalarCount {
            array.setScalar(
              Lanes.scalarCount * (offset + k) + lane, runs[min(lane, runCount - 1)][k])
          }
        }
        let matrix = MatrixView(at: offset, rows, columns)
        NewtonSchulz<Lanes>(for: [matrix], iterations: 3, runCount).orthogonalize(array, matrix)
        for lane in 0..<Lanes.scalarCount {
          let expected = Self.iterate(runs[min(lane, runCount - 1)], rows, columns, iterations: 3)
          let found = (0..<count).map { array[offset + $0][lane] }
          #expect(found == expected, "\(Lanes.self) \(rows) × \(columns), \(runCount) runs")
        }
        #expect(array[offset - 1] == Lanes(repeating: 7))
        #expect(array[offset + count] == Lanes(repeating: 7))
      }
    }
  }

  /// The iteration as its documentation has it.
  private static func iterate<Scalar: LaneScalar>(
    _ matrix: [Scalar], _ rows: Int, _ columns: Int, iterations: Int
  ) -> [Scalar] {
    var square: Scalar = 0
    for x in matrix { square = square.addingProduct(x, x) }
    let norm = square.squareRoot() + 1e-7
    let isTall = rows > columns
    let (side, length) = (min(rows, columns), max(rows, columns))
    func place(_ i: Int, _ k: Int) -> Int { isTall ? k * columns + i : i * columns + k }
    var x = (0..<side).map { i in (0..<length).map { matrix[place(i, $0)] / norm } }
    func product(_ a: [[Scalar]], _ b: [[Scalar]]) -> [[Scalar]] {
      a.map { row in
        b[0].indices.map { j in
          zip(row, b).reduce(0) { $0.addingProduct($1.0, $1.1[j]) }
        }
      }
    }
    for _ in 0..<iterations {
      let transpose = (0..<length).map { k in x.map { $0[k] } }
      let a = product(x, transpose)
      let b = zip(a, product(a, a)).map { row, squares in
        zip(row, squares).map { (-4.775 * $0).addingProduct(2.0315, $1) }
      }
      x = zip(product(b, x), x).map { zip($0, $1).map { $0.addingProduct(3.4445, $1) } }
    }
    var result = matrix
    for i in 0..<side {
      for k in 0..<length { result[place(i, k)] = x[i][k] }
    }
    return result
  }
}
