import CLaneIntrinsics

/// C = A B, or C + A B, for runs in lanes and a factor B that they share, such as a layer's inputs.
///
/// Canonical order: c ← fma(a_uk, b_ks, c), k = 0, 1, …, from +0, or from what C holds if `continuing`:
/// the gradient of a layer goes on from one block of samples to the next.
///
/// - Precondition: The shapes fit, the views lie inside their buffers, C overlaps neither A nor B.
/// - Complexity: A multiply-add for each of C's entries and each k.
func multiply<Lanes: LaneVector>(
  _ a: borrowing LaneStorage<Lanes>, _ aView: MatrixView,
  shared b: borrowing LaneStorage<Lanes.Scalar>, _ bView: MatrixView,
  into c: borrowing LaneStorage<Lanes>, _ cView: MatrixView, continuing: Bool
) {
  checkShapes(aView, bView, cView)
  precondition(aView.end <= a.count && bView.end <= b.count && cView.end <= c.count)
  var product = unsafe lane_product(
    aView, bView, cView, a.address(aView.offset), b.address(bView.offset),
    c.address(cView.offset), continuing)
  unsafe Lanes.multiplyShared(&product)
}

/// The same for a factor B that each run has its own of, such as a layer's activations.
///
/// - Precondition: The shapes fit, the views lie inside their buffers, C overlaps neither A nor B.
/// - Complexity: A multiply-add for each of C's entries and each k.
func multiply<Lanes: LaneVector>(
  _ a: borrowing LaneStorage<Lanes>, _ aView: MatrixView,
  _ b: borrowing LaneStorage<Lanes>, _ bView: MatrixView,
  into c: borrowing LaneStorage<Lanes>, _ cView: MatrixView, continuing: Bool
) {
  checkShapes(aView, bView, cView)
  precondition(aView.end <= a.count && bView.end <= b.count && cView.end <= c.count)
  var product = unsafe lane_product(
    aView, bView, cView, a.address(aView.offset), b.address(bView.offset),
    c.address(cView.offset), continuing)
  unsafe Lanes.multiplyCells(&product)
}

private func checkShapes(_ a: MatrixView, _ b: MatrixView, _ c: MatrixView) {
  precondition(a.rowCount == c.rowCount && b.columnCount == c.columnCount)
  precondition(a.columnCount == b.rowCount)
}

extension LaneVector {
  /// Whether eight sums leave no register for anything else.
  static var eightFillRegisters: Bool { 8 * MemoryLayout<Self>.stride >= lane_register_bytes() }

  /// The product for cells of this kind, and numbers that the runs share.
  static func multiplyShared(_ product: inout lane_product) {
    // Which branch is taken is known when the kernels are compiled.
    if Self.self == SIMD16<Double>.self {
      unsafe lane_multiply_shared_double16(&product)
    } else if Self.self == SIMD8<Double>.self {
      unsafe lane_multiply_shared_double8(&product)
    } else if Self.self == SIMD4<Double>.self {
      unsafe lane_multiply_shared_double4(&product)
    } else if Self.self == SIMD2<Double>.self {
      unsafe lane_multiply_shared_double2(&product)
    } else if Self.self == SIMD16<Float>.self {
      unsafe lane_multiply_shared_float16(&product)
    } else if Self.self == SIMD8<Float>.self {
      unsafe lane_multiply_shared_float8(&product)
    } else if Self.self == SIMD4<Float>.self {
      unsafe lane_multiply_shared_float4(&product)
    } else {
      preconditionFailure("no lanes of this kind")
    }
  }

  /// The product for cells of this kind.
  static func multiplyCells(_ product: inout lane_product) {
    if Self.self == SIMD16<Double>.self {
      unsafe lane_multiply_cells_double16(&product)
    } else if Self.self == SIMD8<Double>.self {
      unsafe lane_multiply_cells_double8(&product)
    } else if Self.self == SIMD4<Double>.self {
      unsafe lane_multiply_cells_double4(&product)
    } else if Self.self == SIMD2<Double>.self {
      unsafe lane_multiply_cells_double2(&product)
    } else if Self.self == SIMD16<Float>.self {
      unsafe lane_multiply_cells_float16(&product)
    } else if Self.self == SIMD8<Float>.self {
      unsafe lane_multiply_cells_float8(&product)
    } else if Self.self == SIMD4<Float>.self {
      unsafe lane_multiply_cells_float4(&product)
    } else {
      preconditionFailure("no lanes of this kind")
    }
  }
}

extension lane_product {
  /// The product of views from the addresses of their first entries on.
  @inline(__always)
  fileprivate init(
    _ aView: MatrixView, _ bView: MatrixView, _ cView: MatrixView,
    _ a: UnsafeMutableRawPointer, _ b: UnsafeMutableRawPointer, _ c: UnsafeMutableRawPointer,
    _ continues: Bool
  ) {
    unsafe self.init(
      a: UnsafeRawPointer(a), a_row: aView.rowStride, a_step: aView.columnStride,
      b: UnsafeRawPointer(b), b_step: bView.rowStride, b_column: bView.columnStride,
      c: c, c_row: cView.rowStride, c_column: cView.columnStride,
      rows: cView.rowCount, columns: cView.columnCount, steps: aView.columnCount,
      continues: continues ? 1 : 0, added: nil, added_row: 0)
  }
}
