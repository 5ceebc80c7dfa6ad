import CLaneIntrinsics

/// A row-major matrix of one run, sixteen columns in a vector; each row begins a vector.
///
/// What lies beyond the last column is no one's.
struct PackedMatrix<Scalar: LaneScalar>: ~Copyable {
  let entries: LaneStorage<SIMD16<Scalar>>

  /// Room for the largest of some shapes.
  init(for shapes: [PackedShape]) {
    entries = LaneStorage(repeating: .zero, count: shapes.map(\.vectorCount).max() ?? 0)
  }

  /// C = A B; c ← fma(a_ik, b_kj, c), k = 0, 1, … from +0.
  ///
  /// - Precondition: The shapes fit, and C is neither A nor B.
  func set(
    _ shape: PackedShape, to a: borrowing PackedMatrix, _ aShape: PackedShape,
    times b: borrowing PackedMatrix, _ bShape: PackedShape
  ) {
    precondition(aShape.rowCount == shape.rowCount && bShape.columnCount == shape.columnCount)
    precondition(aShape.columnCount == bShape.rowCount)
    precondition(shape.vectorCount <= entries.count && aShape.vectorCount <= a.entries.count)
    precondition(bShape.vectorCount <= b.entries.count)
    multiply(0..<shape.rowCount, from: 0, shape, a, aShape, b, bShape)
  }

  /// The same of a product that is symmetric to the bit, as A Aᵀ is; half of it is computed.
  func set(
    symmetric shape: PackedShape, to a: borrowing PackedMatrix, _ aShape: PackedShape,
    times b: borrowing PackedMatrix, _ bShape: PackedShape
  ) {
    precondition(shape.rowCount == shape.columnCount && aShape.rowCount == shape.rowCount)
    precondition(bShape.columnCount == shape.columnCount)
    precondition(aShape.columnCount == bShape.rowCount)
    precondition(shape.vectorCount <= entries.count && aShape.vectorCount <= a.entries.count)
    precondition(bShape.vectorCount <= b.entries.count)
    for vector in 0..<shape.vectorsOfRow {
      let rows = 16 * vector..<min(16 * vector + 16, shape.rowCount)
      multiply(rows, from: vector, shape, a, aShape, b, bShape)
      for i in rows {
        for j in 0..<16 * vector {
          entries.setScalar(shape.place(i, j), entries.scalar(shape.place(j, i)))
        }
      }
    }
  }

  /// Some rows of A B from a vector on.
  private func multiply(
    _ rows: Range<Int>, from vector: Int, _ shape: PackedShape, _ a: borrowing PackedMatrix,
    _ aShape: PackedShape, _ b: borrowing PackedMatrix, _ bShape: PackedShape
  ) {
    let (first, length) = (rows.lowerBound, shape.vectorsOfRow)
    var product = unsafe lane_product(
      a: UnsafeRawPointer(b.entries.address(vector)), a_row: 1, a_step: length,
      b: UnsafeRawPointer(a.entries.address(first * aShape.vectorsOfRow)), b_step: 1,
      b_column: 16 * aShape.vectorsOfRow,
      c: UnsafeMutableRawPointer(entries.address(first * length + vector)), c_row: 1,
      c_column: length, rows: length - vector, columns: rows.count, steps: aShape.columnCount,
      continues: 0, added: nil, added_row: 0)
    unsafe SIMD16<Scalar>.multiplyShared(&product)
  }

  /// Aᵀ, in the shape of A exchanged.
  func set(toTransposeOf a: borrowing PackedMatrix, _ aShape: PackedShape) {
    let shape = aShape.transposed
    precondition(shape.vectorCount <= entries.count && aShape.vectorCount <= a.entries.count)
    // Sixteen rows at a time stay in the nearest cache.
    for columns in (0..<aShape.columnCount).chunks(ofLength: 16) {
      for i in 0..<aShape.rowCount {
        for j in columns {
          entries.setScalar(shape.place(j, i), a.entries.scalar(aShape.place(i, j)))
        }
      }
    }
  }
}

/// The shape of a ``PackedMatrix``.
struct PackedShape {
  let rowCount: Int
  let columnCount: Int

  init(_ rowCount: Int, _ columnCount: Int) {
    (self.rowCount, self.columnCount) = (rowCount, columnCount)
  }

  var vectorsOfRow: Int { (columnCount + 15) / 16 }
  var vectorCount: Int { rowCount * vectorsOfRow }
  var transposed: PackedShape { PackedShape(columnCount, rowCount) }

  /// The lane of an entry, counted from the first of vector 0.
  @inline(__always)
  func place(_ row: Int, _ column: Int) -> Int { 16 &* vectorsOfRow &* row &+ column }
}
