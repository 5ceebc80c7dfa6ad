/// Numbers of a shape: storage, and how far apart neighbours are in it.
///
/// A transpose, a slice, a diagonal or a repetition is the same storage with other strides.
struct ArrayValue {
  let storage: [Double]
  let shape: Shape
  private let offset: Int
  private let rowStride: Int
  private let columnStride: Int

  /// Numbers row by row.
  init(_ numbers: [Double], _ shape: Shape) {
    self.init(numbers, shape, offset: 0, rowStride: shape.asMatrix.columns, columnStride: 1)
  }

  private init(
    _ storage: [Double], _ shape: Shape, offset: Int, rowStride: Int, columnStride: Int
  ) {
    self.storage = storage
    self.shape = shape
    self.offset = offset
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// The element at a row and column; a vector is a row.
  @inline(__always)
  subscript(row: Int, column: Int) -> Double {
    storage[offset + row * rowStride + column * columnStride]
  }

  /// All numbers, row by row.
  var numbers: [Double] {
    let (rows, columns) = shape.asMatrix
    let isPlain =
      offset == 0 && columnStride == 1 && (rows == 1 || rowStride == columns)
      && storage.count == shape.count
    if isPlain { return storage }
    var result: [Double] = []
    result.reserveCapacity(shape.count)
    for row in 0..<rows {
      for column in 0..<columns { result.append(self[row, column]) }
    }
    return result
  }

  // MARK: Views

  func reshaped(_ shape: Shape) -> ArrayValue { ArrayValue(numbers, shape) }

  var transposed: ArrayValue {
    ArrayValue(
      storage, shape.transposed, offset: offset, rowStride: columnStride, columnStride: rowStride)
  }

  func sliced(row: Int, column: Int, _ shape: Shape) -> ArrayValue {
    // Of a vector the row counts its elements.
    let start = shape.rank == 1 ? row * columnStride : row * rowStride + column * columnStride
    return ArrayValue(
      storage, shape, offset: offset + start, rowStride: rowStride, columnStride: columnStride)
  }

  func broadcast(_ wide: Shape) -> ArrayValue {
    let (rows, columns) = shape.asMatrix
    return ArrayValue(
      storage, wide, offset: offset, rowStride: rows == 1 ? 0 : rowStride,
      columnStride: columns == 1 ? 0 : columnStride)
  }

  var diagonal: ArrayValue {
    ArrayValue(
      storage, .vector(min(shape[0], shape[1])), offset: offset, rowStride: 0,
      columnStride: rowStride + columnStride)
  }
}
