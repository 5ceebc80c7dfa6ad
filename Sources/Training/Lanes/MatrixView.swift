/// A matrix inside a buffer: entry (i, j) is element `offset + i · rowStride + j · columnStride`.
struct MatrixView {
  let offset: Int
  let rowCount: Int
  let columnCount: Int
  let rowStride: Int
  let columnStride: Int

  /// A row-major matrix.
  init(at offset: Int, _ rowCount: Int, _ columnCount: Int) {
    self.init(offset, rowCount, columnCount, rowStride: columnCount, columnStride: 1)
  }

  private init(
    _ offset: Int, _ rowCount: Int, _ columnCount: Int, rowStride: Int, columnStride: Int
  ) {
    self.offset = offset
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// The first columns.
  func columns(_ count: Int) -> MatrixView {
    MatrixView(offset, rowCount, count, rowStride: rowStride, columnStride: columnStride)
  }

  /// The same entries with rows and columns exchanged.
  var transposed: MatrixView {
    MatrixView(
      offset, columnCount, rowCount, rowStride: columnStride, columnStride: rowStride)
  }

  /// One more than the largest index of an entry.
  var end: Int { offset + (rowCount - 1) * rowStride + (columnCount - 1) * columnStride + 1 }
}
