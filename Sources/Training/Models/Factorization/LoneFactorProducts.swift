/// The products of a run by itself: consecutive entries of a row of C lie in the lanes.
struct LoneFactorProducts<Scalar: LookupScalar>: FactorProducts, ~Copyable {
  typealias Lanes = SIMD16<Scalar>

  /// Bᵀ in the place of a B whose rows are not contiguous.
  private let transposed: LaneStorage<Lanes>

  /// Products whose transposed right factors have at most so many entries.
  init(largestRightCount: Int) {
    transposed = LaneStorage(repeating: .zero, count: (largestRightCount + 15) / 16)
  }

  func vectorCount(ofEntries count: Int) -> Int { (count + 15) / 16 }

  func complete(_ entries: borrowing LaneStorage<Lanes>, count: Int) {
    entries.repeatLast(of: 0..<count)
  }

  func multiply(
    _ a: borrowing LaneStorage<Lanes>, _ aView: MatrixView,
    _ b: borrowing LaneStorage<Lanes>, _ bView: MatrixView,
    into c: borrowing LaneStorage<Lanes>, _ cView: MatrixView
  ) {
    precondition(bView.end <= 16 * b.count)
    guard bView.columnStride != 1 else {
      return multiplyRows(a, aView, b, bView, into: c, cView)
    }
    let rows = MatrixView(at: 0, bView.rowCount, bView.columnCount)
    precondition(rows.end <= 16 * transposed.count)
    for j in 0..<bView.columnCount {
      var source = bView.offset + j * bView.columnStride
      for k in 0..<bView.rowCount {
        transposed.setScalar(k &* bView.columnCount &+ j, b.scalar(source))
        source &+= bView.rowStride
      }
    }
    multiplyRows(a, aView, transposed, rows, into: c, cView)
  }

  /// The product with a B whose rows are contiguous, strip of columns by strip.
  private func multiplyRows(
    _ a: borrowing LaneStorage<Lanes>, _ aView: MatrixView,
    _ b: borrowing LaneStorage<Lanes>, _ bView: MatrixView,
    into c: borrowing LaneStorage<Lanes>, _ cView: MatrixView
  ) {
    precondition(aView.rowCount == cView.rowCount && bView.columnCount == cView.columnCount)
    precondition(aView.columnCount == bView.rowCount && cView.columnStride == 1)
    precondition(
      aView.end <= 16 * a.count && bView.end <= 16 * b.count && cView.end <= 16 * c.count)
    let count = cView.columnCount
    for first in stride(from: 0, through: count - 16, by: 16) { strip(SIMD16.self, first) }
    // The rest goes in the narrowest vector that holds it, which overlaps its neighbour and computes
    // the same bits again, or in two of half its width.
    switch count % 16 {
    case 0: break
    case 9...: last(16, SIMD16.self, SIMD8.self)
    case 5...: last(8, SIMD8.self, SIMD4.self)
    case 3...: last(4, SIMD4.self, SIMD2.self)
    case _ where count > 1: strip(SIMD2.self, count - 2)
    default: column()
    }

    @inline(__always)
    func last<Wide: LaneVector, Narrow: LaneVector>(
      _ width: Int, _: Wide.Type, _: Narrow.Type
    ) where Wide.Scalar == Scalar, Narrow.Scalar == Scalar {
      if count >= width {
        strip(Wide.self, count - width)
      } else {
        strip(Narrow.self, 0)
        strip(Narrow.self, count - width / 2)
      }
    }

    /// Columns `first ..< first + width` of C, four rows at a time, whose sums hide each other's
    /// latency; the last four may overlap their neighbours.
    @inline(__always)
    func strip<Vector: LaneVector>(_: Vector.Type, _ first: Int) where Vector.Scalar == Scalar {
      let rowCount = cView.rowCount
      guard rowCount >= 4 else {
        for i in 0..<rowCount { row(Vector.self, i, first) }
        return
      }
      let (aRow, aColumn) = (aView.rowStride, aView.columnStride)
      for four in 0..<(rowCount + 3) / 4 {
        let i = min(4 * four, rowCount - 4)
        var (c0, c1, c2, c3) = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
        var (p, q) = (aView.offset + i * aRow, bView.offset + first)
        for _ in 0..<aView.columnCount {
          let x = b.load(q, as: Vector.self)
          c0 = c0.addingProduct(x, a.scalar(p))
          c1 = c1.addingProduct(x, a.scalar(p &+ aRow))
          c2 = c2.addingProduct(x, a.scalar(p &+ 2 &* aRow))
          c3 = c3.addingProduct(x, a.scalar(p &+ 3 &* aRow))
          p &+= aColumn
          q &+= bView.rowStride
        }
        let target = cView.offset + i * cView.rowStride + first
        c.store(c0, at: target)
        c.store(c1, at: target + cView.rowStride)
        c.store(c2, at: target + 2 * cView.rowStride)
        c.store(c3, at: target + 3 * cView.rowStride)
      }
    }

    @inline(__always)
    func row<Vector: LaneVector>(
      _: Vector.Type, _ i: Int, _ first: Int
    ) where Vector.Scalar == Scalar {
      var sum = Vector.zero
      for k in 0..<aView.columnCount {
        sum = sum.addingProduct(
          b.load(bView.offset + k * bView.rowStride + first, as: Vector.self),
          a.scalar(aView.offset + i * aView.rowStride + k * aView.columnStride))
      }
      c.store(sum, at: cView.offset + i * cView.rowStride + first)
    }

    /// A C of one column.
    func column() {
      for i in 0..<cView.rowCount {
        var sum = 0 as Scalar
        for k in 0..<aView.columnCount {
          sum = sum.addingProduct(
            a.scalar(aView.offset + i * aView.rowStride + k * aView.columnStride),
            b.scalar(bView.offset + k * bView.rowStride))
        }
        c.setScalar(cView.offset + i * cView.rowStride, sum)
      }
    }
  }
}
