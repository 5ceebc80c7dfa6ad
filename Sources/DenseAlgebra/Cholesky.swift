/// The factor L of a positive definite matrix A = L Lᵀ.
///
///     lᵢⱼ = (aᵢⱼ − Σ_{k<j} lᵢₖ lⱼₖ) / lⱼⱼ,   lⱼⱼ the square root of the bracket with i = j
///
/// The products are subtracted one by one, k = 0, 1, …, by fused multiply-adds. This is the
/// canonical order; columns are taken in panels of eight and rows in blocks of eight, which changes
/// where a number is kept in the meantime and nothing else.
///
/// A pivot below 16 n u times its diagonal entry, u = 2⁻⁵², is taken for 0: that much of it can be
/// rounding. Then there is no factor.
public struct Cholesky: Sendable {
  /// L, n × n; the entries above the diagonal are 0.
  public let factor: SampleBlocks

  /// The factor of a symmetric matrix of which the entries on and below the diagonal are read.
  ///
  /// It is nil if A is not positive definite to rounding, or not finite.
  ///
  /// - Parameter matrix: A, square.
  /// - Complexity: n³/6 multiply-adds, 8 n² bytes.
  public init?(_ matrix: SampleBlocks) {
    precondition(matrix.rowCount == matrix.columnCount)
    let n = matrix.rowCount
    var factor = SampleBlocks(rowCount: n, columnCount: n)
    for panel in 0..<matrix.blockCount {
      let width = min(8, n - 8 * panel)
      // Rows 8 · panel + c of the finished columns, as lane c of element k.
      let above = Array(factor.vectors[(panel * n)..<(panel * n + 8 * panel)])
      // Columns of the panel in its own rows: lane e of diagonal[c] is l of row e, column c.
      var diagonal = InlineArray<8, SIMD8<Double>>(repeating: .zero)
      var pivots = SIMD8<Double>(repeating: 1)
      for b in panel..<matrix.blockCount {
        var rest = Self.reduced(matrix, factor, block: b, panel: panel, above, width: width)
        for c in 0..<width {
          for e in 0..<c { rest[c] = rest[c].addingProduct(-rest[e], diagonal[e][c]) }
          if b == panel {
            let limit = 16 * Double(n) * 0x1p-52 * matrix[8 * panel + c, 8 * panel + c]
            guard rest[c][c] > limit, rest[c][c].isFinite else { return nil }
            pivots[c] = rest[c][c].squareRoot()
          }
          rest[c] /= pivots[c]
          if b == panel {
            for e in 0..<c { rest[c][e] = 0 }
            rest[c][c] = pivots[c]
            diagonal[c] = rest[c]
          }
          factor.vectors[b * n + 8 * panel + c] = rest[c]
        }
      }
    }
    self.factor = factor
  }

  /// aᵢⱼ − Σ_{k < 8 panel} lᵢₖ lⱼₖ for the rows of one block and the columns of the panel.
  @inline(__always)
  private static func reduced(
    _ matrix: SampleBlocks, _ factor: SampleBlocks, block b: Int, panel: Int,
    _ above: [SIMD8<Double>], width: Int
  ) -> InlineArray<8, SIMD8<Double>> {
    let n = matrix.rowCount
    var rest = InlineArray<8, SIMD8<Double>>(repeating: .zero)
    for c in 0..<width { rest[c] = matrix.vectors[b * n + 8 * panel + c] }
    var (s0, s1, s2, s3) = (rest[0], rest[1], rest[2], rest[3])
    var (s4, s5, s6, s7) = (rest[4], rest[5], rest[6], rest[7])
    let (rows, columns) = (factor.vectors.span, above.span)
    precondition(b * n + 8 * panel <= rows.count && columns.count == 8 * panel)
    for k in 0..<columns.count {
      let x = unsafe -rows[unchecked: b &* n &+ k]
      let y = unsafe columns[unchecked: k]
      s0 = s0.addingProduct(x, y[0])
      s1 = s1.addingProduct(x, y[1])
      s2 = s2.addingProduct(x, y[2])
      s3 = s3.addingProduct(x, y[3])
      s4 = s4.addingProduct(x, y[4])
      s5 = s5.addingProduct(x, y[5])
      s6 = s6.addingProduct(x, y[6])
      s7 = s7.addingProduct(x, y[7])
    }
    return [s0, s1, s2, s3, s4, s5, s6, s7]
  }

  /// A⁻¹ b, by L y = b in sequence of columns and Lᵀ x = y from the last row up, whose sums over
  /// rows are those of ``SampleBlocks``.
  ///
  /// - Parameter b: Shape `[n]`.
  /// - Returns: Shape `[n]`.
  /// - Complexity: n² multiply-adds.
  public func solve(_ b: [Double]) -> [Double] {
    let n = factor.rowCount
    precondition(b.count == n)
    var x = lanes(of: b)
    for j in 0..<n {
      let value = x[j / 8][j % 8] / factor[j, j]
      for block in (j / 8)..<factor.blockCount {
        x[block] = x[block].addingProduct(factor.vectors[block * n + j], -value)
      }
      x[j / 8][j % 8] = value
    }
    for j in stride(from: n - 1, through: 0, by: -1) {
      let right = x[j / 8][j % 8]
      let pivot = factor[j, j]
      // The unknown's own lane must not enter the sum.
      x[j / 8][j % 8] = 0
      var sum = SIMD8<Double>.zero
      for block in (j / 8)..<factor.blockCount {
        sum = sum.addingProduct(factor.vectors[block * n + j], x[block])
      }
      x[j / 8][j % 8] = (right - sumOfLanes(sum)) / pivot
    }
    return numbers(of: x, count: n)
  }
}
