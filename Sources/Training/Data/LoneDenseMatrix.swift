/// The products with a dense design for a single run, sixteen outputs in the lanes of a vector.
///
/// Rows of a block are vectors of columns already, for Zᵀ r; for Z w its tiles are transposed in
/// registers, or there is a second copy. The canonical order is that of ``DenseMatrix``, and so are the bits.
struct LoneDenseMatrix<Scalar: LookupScalar> {
  typealias Lanes = SIMD16<Scalar>

  private let blocks: DenseBlocks<Scalar>
  /// The entries once more, if Z w is to be without transposing.
  private let columns: DenseColumns<Scalar>?

  /// The products with a design.
  ///
  /// - Parameters:
  ///   - blocks: The entries.
  ///   - keepsColumns: Whether to keep a second copy for Z w, which then takes all columns at once.
  init(_ blocks: DenseBlocks<Scalar>, keepsColumns: Bool) {
    precondition(blocks.entries.count == (blocks.signalCount + 15) / 16 * blocks.stride * 16)
    precondition(blocks.stride % 16 == 0)
    self.blocks = blocks
    columns = keepsColumns ? DenseColumns(blocks) : nil
  }

  /// Writes (Zᵀ r)ⱼ for the columns of some blocks of sixteen, from vector 0 on.
  ///
  /// - Parameters:
  ///   - residuals: r in vectors of sixteen, at least `[sampleCount]`.
  ///   - columns: The blocks.
  ///   - gradient: Where they are written, a vector for each block.
  func pullBack(
    _ residuals: borrowing LaneStorage<Lanes>, throughBlocks columns: Range<Int>,
    into gradient: borrowing LaneStorage<Lanes>
  ) {
    precondition(16 * residuals.count >= blocks.sampleCount && gradient.count >= columns.count)
    precondition(columns.lowerBound >= 0 && columns.upperBound * 16 <= blocks.signalCount + 15)
    let length = blocks.stride * 16
    var block = columns.lowerBound
    // Four sums at a time hide the latency of the multiply-adds.
    while block + 4 <= columns.upperBound {
      var (g0, g1, g2, g3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      let first = block * length
      for i in 0..<blocks.sampleCount {
        let r = Lanes(repeating: residuals.scalar(i))
        let entry = first &+ 16 &* i
        g0 = g0.addingProduct(blocks.entries.sixteen(entry), r)
        g1 = g1.addingProduct(blocks.entries.sixteen(entry &+ length), r)
        g2 = g2.addingProduct(blocks.entries.sixteen(entry &+ 2 &* length), r)
        g3 = g3.addingProduct(blocks.entries.sixteen(entry &+ 3 &* length), r)
      }
      let k = block - columns.lowerBound
      (gradient[k], gradient[k + 1], gradient[k + 2], gradient[k + 3]) = (g0, g1, g2, g3)
      block += 4
    }
    for block in block..<columns.upperBound {
      var sum = Lanes.zero
      for i in 0..<blocks.sampleCount {
        let r = Lanes(repeating: residuals.scalar(i))
        sum = sum.addingProduct(blocks.entries.sixteen(block &* length &+ 16 &* i), r)
      }
      gradient[block - columns.lowerBound] = sum
    }
  }

  /// Adds the products of the columns of some blocks of sixteen with w to the predictions.
  ///
  /// - Parameters:
  ///   - signal: w of these columns from vector 0 on, padded by +0.
  ///   - columns: The blocks.
  ///   - predictions: f, `[sampleCount]` rounded up to vectors of sixteen.
  func accumulate(
    _ signal: borrowing LaneStorage<Lanes>, throughBlocks columns: Range<Int>,
    into predictions: borrowing LaneStorage<Lanes>
  ) {
    precondition(signal.count >= columns.count && 16 * predictions.count >= blocks.stride)
    precondition(columns.lowerBound >= 0 && columns.upperBound * 16 <= blocks.signalCount + 15)
    if let all = self.columns {
      precondition(16 * columns.count >= blocks.signalCount, "all columns at once")
      return all.accumulate(signal, into: predictions)
    }
    for (index, block) in columns.enumerated() {
      for unit in 0..<blocks.stride / 16 {
        let first = (block &* blocks.stride &+ 16 &* unit) &* 16
        predictions[unit] = Scalar.addTile(
          blocks.entries, first, times: signal, index, to: predictions[unit])
      }
    }
  }
}
