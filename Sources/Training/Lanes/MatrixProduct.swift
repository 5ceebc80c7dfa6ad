/// The product of ``FactorProducts`` for runs in lanes.
///
/// Entries of C are taken in tiles of two by four, eight independent sums that hide the latency of
/// the multiply-adds. Where a dimension is not a multiple of the tile's, the last tile overlaps its
/// neighbour and computes the same bits again. Where eight sums leave no register, the tiles are those
/// of ``lane_product``.
///
/// - Precondition: The shapes fit, the views lie inside their buffers, C overlaps neither A nor B.
/// - Complexity: A multiply-add for each of C's entries and each k, up to twice that for tiny C.
func multiply<Lanes: LaneVector>(
  _ a: borrowing LaneStorage<Lanes>, _ aView: MatrixView,
  _ b: borrowing LaneStorage<Lanes>, _ bView: MatrixView,
  into c: borrowing LaneStorage<Lanes>, _ cView: MatrixView
) {
  precondition(aView.rowCount == cView.rowCount && bView.columnCount == cView.columnCount)
  precondition(aView.columnCount == bView.rowCount)
  precondition(aView.end <= a.count && bView.end <= b.count && cView.end <= c.count)
  if Lanes.eightFillRegisters {
    multiply(a, aView, b, bView, into: c, cView, continuing: false)
  } else if cView.columnCount >= 4 && cView.rowCount >= 2 {
    multiplyTiles(a, aView, b, bView, into: c, cView)
  } else if cView.rowCount >= 4 && cView.columnCount >= 2 {
    // Cᵀ = Bᵀ Aᵀ; the factors of a product may change places.
    multiplyTiles(b, bView.transposed, a, aView.transposed, into: c, cView.transposed)
  } else {
    multiplyEntries(a, aView, b, bView, into: c, cView)
  }
}

/// The product for C of at least two rows and four columns.
private func multiplyTiles<Lanes: LaneVector>(
  _ a: borrowing LaneStorage<Lanes>, _ aView: MatrixView,
  _ b: borrowing LaneStorage<Lanes>, _ bView: MatrixView,
  into c: borrowing LaneStorage<Lanes>, _ cView: MatrixView
) {
  let (aRow, aColumn) = (aView.rowStride, aView.columnStride)
  let (bRow, bColumn) = (bView.rowStride, bView.columnStride)
  let (cRow, cColumn) = (cView.rowStride, cView.columnStride)
  for pair in 0..<((cView.rowCount + 1) / 2) {
    let i = min(2 * pair, cView.rowCount - 2)
    for four in 0..<((cView.columnCount + 3) / 4) {
      let j = min(4 * four, cView.columnCount - 4)
      var (c00, c01, c02, c03) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var (c10, c11, c12, c13) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var (p, q) = (aView.offset + i * aRow, bView.offset + j * bColumn)
      for _ in 0..<aView.columnCount {
        let (a0, a1) = (a[p], a[p &+ aRow])
        let (b0, b1) = (b[q], b[q &+ bColumn])
        let (b2, b3) = (b[q &+ 2 &* bColumn], b[q &+ 3 &* bColumn])
        c00 = c00.addingProduct(a0, b0)
        c01 = c01.addingProduct(a0, b1)
        c02 = c02.addingProduct(a0, b2)
        c03 = c03.addingProduct(a0, b3)
        c10 = c10.addingProduct(a1, b0)
        c11 = c11.addingProduct(a1, b1)
        c12 = c12.addingProduct(a1, b2)
        c13 = c13.addingProduct(a1, b3)
        p &+= aColumn
        q &+= bRow
      }
      let first = cView.offset + i * cRow + j * cColumn
      c[first] = c00
      c[first + cColumn] = c01
      c[first + 2 * cColumn] = c02
      c[first + 3 * cColumn] = c03
      c[first + cRow] = c10
      c[first + cRow + cColumn] = c11
      c[first + cRow + 2 * cColumn] = c12
      c[first + cRow + 3 * cColumn] = c13
    }
  }
}

/// The product entry by entry, for a C too small for tiles.
private func multiplyEntries<Lanes: LaneVector>(
  _ a: borrowing LaneStorage<Lanes>, _ aView: MatrixView,
  _ b: borrowing LaneStorage<Lanes>, _ bView: MatrixView,
  into c: borrowing LaneStorage<Lanes>, _ cView: MatrixView
) {
  for i in 0..<cView.rowCount {
    for j in 0..<cView.columnCount {
      var sum = Lanes.zero
      var p = aView.offset + i * aView.rowStride
      var q = bView.offset + j * bView.columnStride
      for _ in 0..<aView.columnCount {
        sum = sum.addingProduct(a[p], b[q])
        p += aView.columnStride
        q += bView.rowStride
      }
      c[cView.offset + i * cView.rowStride + j * cView.columnStride] = sum
    }
  }
}
