/// A matrix with one row for every sample, eight rows side by side in the lanes of a vector.
///
/// Entry (8b + k, j) is lane k of `vectors[b * columnCount + j]`; the lanes beyond the last row are
/// 0. Sums over columns run in sequence, every row in its own lane. Sums over rows run in sequence
/// over the blocks, every lane by itself, and the lanes are added as in ``sumOfLanes(_:)``. Both
/// use fused multiply-adds from +0. So the bits depend on nothing but the entries.
struct SampleBlocks: Sendable {
  /// Number of rows, one for every sample.
  let rowCount: Int
  /// Number of columns.
  let columnCount: Int
  /// The entries, shape `[blockCount, columnCount]`.
  var vectors: [SIMD8<Double>]

  /// Number of blocks of eight rows.
  var blockCount: Int { (rowCount + 7) / 8 }

  /// A matrix of zeros.
  init(rowCount: Int, columnCount: Int) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    vectors = Array(repeating: .zero, count: (rowCount + 7) / 8 * columnCount)
  }

  /// The matrix with the given entries; row and column count from 0.
  init(rowCount: Int, columnCount: Int, entry: (_ row: Int, _ column: Int) -> Double) {
    self.init(rowCount: rowCount, columnCount: columnCount)
    for i in 0..<rowCount {
      for j in 0..<columnCount { vectors[i / 8 * columnCount + j][i % 8] = entry(i, j) }
    }
  }

  /// The entry of row i and column j, both from 0.
  subscript(i: Int, j: Int) -> Double {
    get { vectors[i / 8 * columnCount + j][i % 8] }
    set { vectors[i / 8 * columnCount + j][i % 8] = newValue }
  }

  /// Eight rows side by side, shape `[columnCount]`.
  func rows(ofBlock block: Int) -> ArraySlice<SIMD8<Double>> {
    vectors[(block * columnCount)..<((block + 1) * columnCount)]
  }

  /// A x, shape `[rowCount]`, for x of shape `[columnCount]`.
  func product(_ x: [Double]) -> [Double] {
    precondition(x.count == columnCount)
    var result: [Double] = []
    result.reserveCapacity(8 * blockCount)
    let (entries, factors) = (vectors.span, x.span)
    for b in 0..<blockCount {
      var sum = SIMD8<Double>.zero
      for j in 0..<columnCount {
        sum = unsafe sum.addingProduct(
          entries[unchecked: b &* columnCount &+ j], factors[unchecked: j])
      }
      for k in 0..<8 { result.append(sum[k]) }
    }
    result.removeLast(8 * blockCount - rowCount)
    return result
  }

  /// Aᵀ x, shape `[columnCount]`, for x of shape `[rowCount]`.
  func transposedProduct(_ x: [Double]) -> [Double] {
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
  func gram(weights: [Double]) -> SampleBlocks {
    precondition(weights.count == columnCount)
    var result = SampleBlocks(rowCount: rowCount, columnCount: rowCount)
    var weighted = Array(repeating: SIMD8<Double>.zero, count: columnCount)
    for panel in 0..<blockCount {
      for j in 0..<columnCount { weighted[j] = vectors[panel * columnCount + j] * weights[j] }
      let (entries, factors) = (vectors.span, weighted.span)
      for b in panel..<blockCount {
        let sums = columnSums(entries, at: b * columnCount, factors, count: columnCount)
        for c in 0..<min(8, rowCount - 8 * panel) {
          result.vectors[b * rowCount + 8 * panel + c] = sums[c]
        }
      }
    }
    return result
  }
}

/// For each lane c of the factors Σⱼ aⱼ · factorⱼ[c], j in sequence: eight independent chains.
@inline(__always)
func columnSums(
  _ a: Span<SIMD8<Double>>, at start: Int, _ factors: Span<SIMD8<Double>>, count: Int
) -> InlineArray<8, SIMD8<Double>> {
  precondition(start >= 0 && start + count <= a.count && count <= factors.count)
  var (s0, s1, s2, s3) = (
    SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero
  )
  var (s4, s5, s6, s7) = (s0, s1, s2, s3)
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
  return [s0, s1, s2, s3, s4, s5, s6, s7]
}
