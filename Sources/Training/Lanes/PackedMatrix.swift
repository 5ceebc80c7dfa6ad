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
    var product = unsafe lane_product(
      a: UnsafeRawPointer(b.entries.address(0)), a_row: 1, a_step: bShape.vectorsOfRow,
      b: UnsafeRawPointer(a.entries.address(0)), b_step: 1, b_column: 16 * aShape.vectorsOfRow,
      c: UnsafeMutableRawPointer(entries.address(0)), c_row: 1, c_column: shape.vectorsOfRow,
      rows: shape.vectorsOfRow, columns: shape.rowCount, steps: aShape.columnCount, continues: 0,
      added: nil, added_row: 0)
    unsafe SIMD16<Scalar>.multiplyShared(&product)
  }

  /// Aᵀ, in the shape of A exchanged.
  func set(toTransposeOf a: borrowing PackedMatrix, _ aShape: PackedShape) {
    let shape = aShape.transposed
    precondition(shape.vectorCount <= entries.count && aShape.vectorCount <= a.entries.count)
    for i in 0..<aShape.rowCount {
      for j in 0..<aShape.columnCount {
        entries.setScalar(shape.place(j, i), a.entries.scalar(aShape.place(i, j)))
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
