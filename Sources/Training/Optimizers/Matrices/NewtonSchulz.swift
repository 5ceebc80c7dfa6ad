/// The quintic Newton–Schulz iteration towards the orthogonal factor of a matrix, for runs in lanes.
///
///     X = M / (‖M‖_F + 10⁻⁷), of a matrix with more rows than columns its transpose
///     A = X Xᵀ     B = bA + cA²     X ← aX + BX     a, b, c = 3.4445, −4.7750, 2.0315
///
/// After five iterations singular values lie between about 0.7 and 1.2, but for those that began near 0.
/// ‖M‖² is a chain of fused multiply-adds in the order of the entries from +0; B is fma(c, A², b·A), X is
/// fma(a, X, BX); products are those of ``multiply(_:_:_:_:into:_:)``. Large matrices, and those of few
/// runs, go run by run, with the same bits.
struct NewtonSchulz<Lanes: LaneVector>: ~Copyable {
  private let iterations: Int
  /// Lanes beyond them do what the last one does.
  private let runCount: Int
  /// A, A² or B, each as large as the smaller side of a matrix squared.
  private let square: LaneStorage<Lanes>
  private let fourth: LaneStorage<Lanes>
  /// BX.
  private let product: LaneStorage<Lanes>
  /// Where matrices go that do not go in lanes.
  private let packed: PackedNewtonSchulz<Lanes.Scalar>

  /// Room for some matrices.
  init(for matrices: [MatrixView], iterations: Int, _ runCount: Int) {
    let runCount = min(runCount, Lanes.scalarCount)
    func isPacked(_ matrix: MatrixView) -> Bool {
      Self.goesRunByRun(matrix, runCount: runCount)
    }
    let besideOthers = matrices.filter { !isPacked($0) }
    let sides = besideOthers.map { min($0.rowCount, $0.columnCount) }
    let largest = (sides.max() ?? 0) * (sides.max() ?? 0)
    (self.iterations, self.runCount) = (iterations, runCount)
    square = LaneStorage(repeating: .zero, count: largest)
    fourth = LaneStorage(repeating: .zero, count: largest)
    product = LaneStorage(repeating: .zero, count: besideOthers.map(\.count).max() ?? 0)
    packed = PackedNewtonSchulz(for: matrices.filter(isPacked), iterations: iterations)
  }

  /// Whether that takes less time: by the vectors of a row, or because lanes full of a matrix are more than
  /// the second cache holds.
  static func goesRunByRun(_ matrix: MatrixView, runCount: Int) -> Bool {
    let columns = max(matrix.rowCount, matrix.columnCount)
    // Vectors are at least as long as a register.
    let inLanes = columns * max(MemoryLayout<Lanes>.stride, 32)
    let runByRun = runCount * ((columns + 15) / 16 * 16) * MemoryLayout<Lanes.Scalar>.stride
    let isFar = matrix.count * MemoryLayout<Lanes>.stride > 1 << 18
    return runByRun < inLanes || isFar && runByRun < 2 * inLanes
  }

  /// Replaces a matrix of an array, row-major, by what the iteration makes of it.
  func orthogonalize(_ array: borrowing LaneStorage<Lanes>, _ matrix: MatrixView) {
    let entries = matrix.offset..<matrix.offset + matrix.count
    var sum = Lanes.zero
    for p in entries { sum = sum.addingProduct(array[p], array[p]) }
    let norm = sum.root() + Lanes(repeating: 1e-7)
    for p in entries { array[p] = array[p] / norm }
    if Self.goesRunByRun(matrix, runCount: runCount) {
      for lane in 0..<runCount { packed.iterate(array, matrix, lane) }
      array.repeatLane(from: runCount, in: entries)
      return
    }
    let x = matrix.rowCount > matrix.columnCount ? matrix.transposed : matrix
    let side = MatrixView(at: 0, x.rowCount, x.rowCount)
    // BX lies as X does.
    let plain = MatrixView(at: 0, matrix.rowCount, matrix.columnCount)
    let bx = matrix.rowCount > matrix.columnCount ? plain.transposed : plain
    let (a, b, c) = Self.coefficients
    for _ in 0..<iterations {
      multiply(array, x, array, x.transposed, into: square, side)
      multiply(square, side, square, side, into: fourth, side)
      for k in 0..<side.count {
        fourth[k] = (b * square[k]).addingProduct(c, fourth[k])
      }
      multiply(fourth, side, array, x, into: product, bx)
      for (k, p) in entries.enumerated() { array[p] = product[k].addingProduct(a, array[p]) }
    }
  }

  static var coefficients: (a: Lanes, b: Lanes, c: Lanes) {
    (Lanes(repeating: 3.4445), Lanes(repeating: -4.775), Lanes(repeating: 2.0315))
  }
}

/// The iteration of one run, whose matrix is taken out of the lanes.
private struct PackedNewtonSchulz<Scalar: LaneScalar>: ~Copyable {
  private let iterations: Int
  private let x: PackedMatrix<Scalar>
  private let transpose: PackedMatrix<Scalar>
  private let square: PackedMatrix<Scalar>
  private let fourth: PackedMatrix<Scalar>
  private let product: PackedMatrix<Scalar>

  init(for matrices: [MatrixView], iterations: Int) {
    self.iterations = iterations
    let shapes = matrices.map(Self.shape)
    let sides = shapes.map { PackedShape($0.rowCount, $0.rowCount) }
    x = PackedMatrix(for: shapes)
    transpose = PackedMatrix(for: shapes.map(\.transposed))
    square = PackedMatrix(for: sides)
    fourth = PackedMatrix(for: sides)
    product = PackedMatrix(for: shapes)
  }

  /// That of X, which has no more rows than columns.
  private static func shape(_ matrix: MatrixView) -> PackedShape {
    PackedShape(
      min(matrix.rowCount, matrix.columnCount), max(matrix.rowCount, matrix.columnCount))
  }

  /// Replaces X of a run by what the iteration makes of it.
  func iterate<Lanes: LaneVector>(
    _ array: borrowing LaneStorage<Lanes>, _ matrix: MatrixView, _ lane: Int
  ) where Lanes.Scalar == Scalar {
    let shape = Self.shape(matrix)
    let side = PackedShape(shape.rowCount, shape.rowCount)
    let isTall = matrix.rowCount > matrix.columnCount
    forEach { x.entries.setScalar($1, array.scalar($0)) }
    let (a, b, c) = NewtonSchulz<SIMD16<Scalar>>.coefficients
    for _ in 0..<iterations {
      transpose.set(toTransposeOf: x, shape)
      square.set(symmetric: side, to: x, shape, times: transpose, shape.transposed)
      fourth.set(symmetric: side, to: square, side, times: square, side)
      for k in 0..<side.vectorCount {
        fourth.entries[k] = (b * square.entries[k]).addingProduct(c, fourth.entries[k])
      }
      product.set(shape, to: fourth, side, times: x, shape)
      for k in 0..<shape.vectorCount {
        x.entries[k] = product.entries[k].addingProduct(a, x.entries[k])
      }
    }
    forEach { array.setScalar($0, x.entries.scalar($1)) }

    /// Goes through the entries: their lanes in the array, and in X.
    @inline(__always)
    func forEach(_ body: (_ there: Int, _ here: Int) -> Void) {
      var there = matrix.offset * Lanes.scalarCount + lane
      for row in 0..<matrix.rowCount {
        for column in 0..<matrix.columnCount {
          body(there, isTall ? shape.place(column, row) : shape.place(row, column))
          there &+= Lanes.scalarCount
        }
      }
    }
  }
}
