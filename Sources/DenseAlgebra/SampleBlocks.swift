/// A matrix with one row for every sample, eight rows side by side in the lanes of a vector.
///
/// Entry (8b + k, j) is lane k of `vectors[b * columnCount + j]`; the lanes beyond the last row are
/// 0. Sums over columns run in sequence, every row in its own lane. Sums over rows run in sequence
/// over the blocks, every lane by itself, and the lanes are added as in ``sumOfLanes(_:)``. Both
/// use fused multiply-adds from +0. So the bits depend on nothing but the entries.
public struct SampleBlocks: Sendable {
  /// Number of rows, one for every sample.
  public let rowCount: Int
  /// Number of columns.
  public let columnCount: Int
  /// The entries, shape `[blockCount, columnCount]`.
  public var vectors: [SIMD8<Double>]

  /// Number of blocks of eight rows.
  public var blockCount: Int { (rowCount + 7) / 8 }

  /// A matrix of zeros.
  public init(rowCount: Int, columnCount: Int) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    vectors = Array(repeating: .zero, count: (rowCount + 7) / 8 * columnCount)
  }

  /// The matrix with the given vectors, shape `[blockCount, columnCount]`.
  public init(rowCount: Int, columnCount: Int, vectors: [SIMD8<Double>]) {
    precondition(vectors.count == (rowCount + 7) / 8 * columnCount)
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.vectors = vectors
  }

  /// The matrix with the given entries; row and column count from 0.
  public init(rowCount: Int, columnCount: Int, entry: (_ row: Int, _ column: Int) -> Double) {
    self.init(rowCount: rowCount, columnCount: columnCount)
    for i in 0..<rowCount {
      for j in 0..<columnCount { vectors[i / 8 * columnCount + j][i % 8] = entry(i, j) }
    }
  }

  /// The entry of row i and column j, both from 0.
  public subscript(i: Int, j: Int) -> Double {
    get { vectors[i / 8 * columnCount + j][i % 8] }
    set { vectors[i / 8 * columnCount + j][i % 8] = newValue }
  }

  /// All entries row by row of a symmetric matrix whose lower triangle is here.
  public var symmetricEntries: [Double] {
    let n = rowCount
    precondition(n == columnCount, "a symmetric matrix is square")
    return (0..<n * n).map { self[max($0 / n, $0 % n), min($0 / n, $0 % n)] }
  }

  /// Eight rows side by side, shape `[columnCount]`.
  public func rows(ofBlock block: Int) -> ArraySlice<SIMD8<Double>> {
    vectors[(block * columnCount)..<((block + 1) * columnCount)]
  }

  /// Replaces eight rows by others side by side, shape `[columnCount]`, lanes beyond the last row 0.
  public mutating func setRows(ofBlock block: Int, _ rows: ArraySlice<SIMD8<Double>>) {
    precondition(rows.count == columnCount)
    vectors.replaceSubrange((block * columnCount)..<((block + 1) * columnCount), with: rows)
  }

  /// Replaces a row, counted from 0, by another of shape `[columnCount]`.
  public mutating func setRow(_ row: Int, _ entries: [Double]) {
    precondition(entries.count == columnCount && row >= 0 && row < rowCount)
    for j in 0..<columnCount { vectors[row / 8 * columnCount + j][row % 8] = entries[j] }
  }

  /// Multiplies every column by its factor, shape `[columnCount]`.
  public mutating func scaleColumns(by factors: [Double]) {
    precondition(factors.count == columnCount)
    for block in 0..<blockCount {
      for j in 0..<columnCount { vectors[block * columnCount + j] *= factors[j] }
    }
  }

  /// Σᵢ aᵢⱼ² of every column, the rows in sequence by fused multiply-adds from +0, shape
  /// `[columnCount]`.
  public func squaredColumnLengths() -> [Double] {
    (0..<columnCount).map { j in
      var sum = 0.0
      for i in 0..<rowCount { sum.addProduct(self[i, j], self[i, j]) }
      return sum
    }
  }

  /// A x, shape `[rowCount]`, for x of shape `[columnCount]`.
  public func product(_ x: [Double]) -> [Double] {
    precondition(x.count == columnCount)
    var sums = Array(repeating: SIMD8<Double>.zero, count: blockCount)
    addProduct(x.span, to: &sums)
    return numbers(of: sums, count: rowCount)
  }

  /// Goes on with sums over columns, `[blockCount]`, by those of these columns times x.
  public func addProduct(_ x: Span<Double>, to sums: inout [SIMD8<Double>]) {
    precondition(x.count == columnCount && sums.count == blockCount)
    let entries = vectors.span
    for b in 0..<blockCount {
      var sum = sums[b]
      for j in 0..<columnCount {
        sum = unsafe sum.addingProduct(entries[unchecked: b &* columnCount &+ j], x[unchecked: j])
      }
      sums[b] = sum
    }
  }

  /// Aᵀ x, shape `[columnCount]`, for x of shape `[rowCount]`.
  public func transposedProduct(_ x: [Double]) -> [Double] {
    precondition(x.count == rowCount)
    let factors = lanes(of: x)
    let (entries, multipliers) = (vectors.span, factors.span)
    var result = Array(repeating: 0.0, count: columnCount)
    for j in 0..<columnCount {
      var sum = SIMD8<Double>.zero
      for b in 0..<blockCount {
        sum = unsafe sum.addingProduct(
          entries[unchecked: b &* columnCount &+ j], multipliers[unchecked: b])
      }
      result[j] = sumOfLanes(sum)
    }
    return result
  }

  /// A Diag(d) Aᵀ: entry (i, k), k ≤ i, is Σⱼ aᵢⱼ (dⱼ aₖⱼ), the product in brackets rounded.
  ///
  /// - Parameter weights: d, shape `[columnCount]`.
  /// - Returns: A square matrix whose entries above the diagonal are 0 or, in the blocks on it,
  ///   those of the same sum.
  /// - Complexity: rowCount² · columnCount / 2 multiply-adds.
  public func gram(weights: [Double]) -> SampleBlocks {
    precondition(weights.count == columnCount)
    var result = SampleBlocks(rowCount: rowCount, columnCount: rowCount)
    for first in stride(from: 0, to: columnCount, by: Self.pieceLength) {
      addGram(
        ofColumns: first..<min(first + Self.pieceLength, columnCount), weights: weights.span,
        to: &result)
    }
    return result
  }

  /// So many columns of all rows, for some hundred rows, lie in a near cache while each meets each.
  public static let pieceLength = 128

  /// Goes on with the sums of ``gram(weights:)`` by those of some columns.
  ///
  /// - Parameters:
  ///   - columns: The columns.
  ///   - weights: d of all columns.
  ///   - result: The sums, square.
  public func addGram(
    ofColumns columns: Range<Int>, weights: Span<Double>, to result: inout SampleBlocks
  ) {
    precondition(columns.lowerBound >= 0 && columns.upperBound <= columnCount)
    precondition(weights.count == columnCount)
    precondition(result.rowCount == rowCount && result.columnCount == rowCount)
    var weighted = Array(repeating: SIMD8<Double>.zero, count: columns.count)
    for panel in 0..<blockCount {
      for j in columns {
        weighted[j - columns.lowerBound] = vectors[panel * columnCount + j] * weights[j]
      }
      let (entries, factors) = (vectors.span, weighted.span)
      let width = min(8, rowCount - 8 * panel)
      for b in panel..<blockCount {
        var sums = InlineArray<8, SIMD8<Double>>(repeating: .zero)
        for c in 0..<width { sums[c] = result.vectors[b * rowCount + 8 * panel + c] }
        addColumnSums(
          entries, at: b * columnCount + columns.lowerBound, factors, count: columns.count,
          to: &sums)
        for c in 0..<width { result.vectors[b * rowCount + 8 * panel + c] = sums[c] }
      }
    }
  }
}

/// Goes on with Σⱼ aⱼ · factorⱼ[c] for each lane c of the factors, j in sequence: eight independent
/// chains.
@inline(__always)
private func addColumnSums(
  _ a: Span<SIMD8<Double>>, at start: Int, _ factors: Span<SIMD8<Double>>, count: Int,
  to sums: inout InlineArray<8, SIMD8<Double>>
) {
  precondition(start >= 0 && start + count <= a.count && count <= factors.count)
  var (s0, s1, s2, s3) = (sums[0], sums[1], sums[2], sums[3])
  var (s4, s5, s6, s7) = (sums[4], sums[5], sums[6], sums[7])
  for j in 0..<count {
    let x = unsafe a[unchecked: start &+ j]
    let y = unsafe factors[unchecked: j]
    s0 = s0.addingProduct(x, y[0])
    s1 = s1.addingProduct(x, y[1])
    s2 = s2.addingProduct(x, y[2])
    s3 = s3.addingProduct(x, y[3])
    s4 = s4.addingProduct(x, y[4])
    s5 = s5.addingProduct(x, y[5])
    s6 = s6.addingProduct(x, y[6])
    s7 = s7.addingProduct(x, y[7])
  }
  sums = [s0, s1, s2, s3, s4, s5, s6, s7]
}
