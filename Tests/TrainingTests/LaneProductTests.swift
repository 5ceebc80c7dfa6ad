import TestSupport
import Testing

@testable import Training

/// Products in tiles have the sums of a chain of multiply-adds, whatever the shapes, and write nothing but C.
@Suite struct LaneProductTests {
  @Test func everyEntryIsItsChain() {
    for rows in [1, 2, 3, 4, 5, 7, 9] {
      for columns in [1, 2, 3, 5, 6, 7, 8, 11, 12, 13, 20] {
        for inner in [1, 5] {
          for isTransposed in [false, true] {
            let shape = Shape(
              rows: rows, columns: columns, inner: inner, isTransposed: isTransposed)
            check(SIMD16<Double>.self, shape)
            check(SIMD16<Float>.self, shape)
          }
        }
      }
    }
  }

  @Test func everyWidthHasTheSameChains() {
    for (rows, columns) in [(1, 14), (2, 7), (3, 6), (4, 6), (6, 13)] {
      let shape = Shape(rows: rows, columns: columns, inner: 3, isTransposed: false)
      check(SIMD8<Double>.self, shape)
      check(SIMD4<Double>.self, shape)
      check(SIMD2<Double>.self, shape)
      check(SIMD8<Float>.self, shape)
      check(SIMD4<Float>.self, shape)
    }
  }

  private struct Shape {
    let rows: Int
    let columns: Int
    let inner: Int
    let isTransposed: Bool
  }

  private func check<Lanes: LaneVector>(_: Lanes.Type, _ shape: Shape) {
    let (rows, columns, inner) = (shape.rows, shape.columns, shape.inner)
    var generator = SplitMix64(seed: UInt64(rows * 1000 + columns))
    func number() -> Lanes.Scalar { Lanes.Scalar(Double.random(in: -1...1, using: &generator)) }
    func cells(_ count: Int) -> [Lanes] {
      (0..<count).map { _ in
        var cell = Lanes()
        for k in 0..<Lanes.scalarCount { cell[k] = number() }
        return cell
      }
    }
    let aView =
      shape.isTransposed
      ? MatrixView(at: 3, inner, rows).transposed : MatrixView(at: 3, rows, inner)
    let bView =
      shape.isTransposed
      ? MatrixView(at: 5, columns, inner).transposed : MatrixView(at: 5, inner, columns)
    let cView = MatrixView(at: 2, rows, columns)
    let a = cells(rows * inner + 3)
    let b = cells(inner * columns + 5)
    let numbers = (0..<inner * columns + 5).map { _ in number() }
    let before = cells(rows * columns + 4)

    for continues in [false, true] {
      let shared = LaneStorage(before)
      let own = LaneStorage(before)
      multiply(
        LaneStorage(a), aView, shared: LaneStorage(numbers), bView, into: shared, cView,
        continuing: continues)
      multiply(
        LaneStorage(a), aView, LaneStorage(b), bView, into: own, cView, continuing: continues)
      var (sharedChains, ownChains) = (before, before)
      for i in 0..<rows {
        for j in 0..<columns {
          let entry = 2 + i * columns + j
          for lane in 0..<Lanes.scalarCount {
            var (x, y) = continues ? (before[entry][lane], before[entry][lane]) : (0, 0)
            for k in 0..<inner {
              let factor = a[aView.offset + i * aView.rowStride + k * aView.columnStride][lane]
              let other = bView.offset + k * bView.rowStride + j * bView.columnStride
              x.addProduct(factor, numbers[other])
              y.addProduct(factor, b[other][lane])
            }
            sharedChains[entry][lane] = x
            ownChains[entry][lane] = y
          }
        }
      }
      let isRight = before.indices.allSatisfy {
        shared[$0] == sharedChains[$0] && own[$0] == ownChains[$0]
      }
      #expect(isRight, "\(Lanes.self), \(shape), continuing \(continues)")
    }
  }
}
