/// The products with a dense design, a run in each lane.
///
/// Canonical order: each output is accumulated over the inputs in sequence, from +0, with fused
/// multiply-adds: f ← fma(z, w, f). Entries are rounded once to the precision of the lanes.
///
/// Eight sums at a time stay in registers, which hides the latency of the multiply-adds; where they have no
/// room, as many as do.
struct DenseMatrix<Lanes: LaneVector>: ~Copyable {
  private let blocks: DenseBlocks<Lanes.Scalar>

  init(_ blocks: DenseBlocks<Lanes.Scalar>) {
    precondition(blocks.entries.count == (blocks.signalCount + 15) / 16 * blocks.stride * 16)
    self.blocks = blocks
  }

  /// Writes (Zᵀ r)ⱼ for the columns of some blocks of sixteen.
  ///
  /// - Parameters:
  ///   - residuals: r, at least `[sampleCount]`.
  ///   - columns: The blocks.
  ///   - gradient: Where they are written.
  ///   - start: Where the first of them lies.
  func pullBack(
    _ residuals: borrowing LaneStorage<Lanes>, throughBlocks columns: Range<Int>,
    into gradient: borrowing LaneStorage<Lanes>, from start: Int
  ) {
    precondition(residuals.count >= blocks.sampleCount && start >= 0)
    precondition(gradient.count >= start + 16 * columns.count)
    precondition(
      columns.lowerBound >= 0 && columns.upperBound * 16 <= blocks.signalCount + 15)
    if Lanes.eightFillRegisters {
      for (index, block) in columns.enumerated() {
        let width = width(columns, index)
        multiply(
          residuals, MatrixView(at: 0, 1, blocks.sampleCount),
          shared: blocks.entries, entries(ofBlock: block, width), into: gradient,
          MatrixView(at: start + 16 * index, 1, width), continuing: false)
      }
      return
    }
    for half in 0..<halfCount(columns) {
      var (f0, f1, f2, f3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var (f4, f5, f6, f7) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var first = (columns.lowerBound + half / 2) * blocks.stride * 16 + half % 2 * 8
      for i in 0..<blocks.sampleCount {
        let r = residuals[i]
        // The same half of the next block, which comes from afar.
        blocks.entries.prefetch(first &+ blocks.stride &* 16)
        f0 = f0.addingProduct(blocks.entries[first], r)
        f1 = f1.addingProduct(blocks.entries[first &+ 1], r)
        f2 = f2.addingProduct(blocks.entries[first &+ 2], r)
        f3 = f3.addingProduct(blocks.entries[first &+ 3], r)
        f4 = f4.addingProduct(blocks.entries[first &+ 4], r)
        f5 = f5.addingProduct(blocks.entries[first &+ 5], r)
        f6 = f6.addingProduct(blocks.entries[first &+ 6], r)
        f7 = f7.addingProduct(blocks.entries[first &+ 7], r)
        first &+= 16
      }
      let j = start + half * 8
      (gradient[j], gradient[j + 1], gradient[j + 2], gradient[j + 3]) = (f0, f1, f2, f3)
      (gradient[j + 4], gradient[j + 5], gradient[j + 6], gradient[j + 7]) = (f4, f5, f6, f7)
    }
  }

  /// Adds the products of the columns of some blocks of sixteen with w to the predictions.
  ///
  /// - Parameters:
  ///   - signal: w of these columns, padded by +0.
  ///   - start: Where the first of them lies.
  ///   - columns: The blocks.
  ///   - predictions: f, `[sampleCount]` rounded up to a multiple of 16.
  func accumulate(
    _ signal: borrowing LaneStorage<Lanes>, from start: Int, throughBlocks columns: Range<Int>,
    into predictions: borrowing LaneStorage<Lanes>
  ) {
    precondition(predictions.count >= blocks.stride && start >= 0)
    precondition(signal.count >= start + 16 * columns.count)
    precondition(
      columns.lowerBound >= 0 && columns.upperBound * 16 <= blocks.signalCount + 15)
    for (index, block) in columns.enumerated() {
      let width = width(columns, index)
      if Lanes.eightFillRegisters {
        multiply(
          signal, MatrixView(at: start + 16 * index, 1, width),
          shared: blocks.entries, entries(ofBlock: block, width).transposed, into: predictions,
          MatrixView(at: 0, 1, blocks.sampleCount), continuing: true)
        continue
      }
      for i in stride(from: 0, to: blocks.sampleCount, by: 8) {
        var (f0, f1) = (predictions[i], predictions[i + 1])
        var (f2, f3) = (predictions[i + 2], predictions[i + 3])
        var (f4, f5) = (predictions[i + 4], predictions[i + 5])
        var (f6, f7) = (predictions[i + 6], predictions[i + 7])
        let first = (block * blocks.stride + i) * 16
        for k in 0..<width {
          let w = signal[start &+ index &* 16 &+ k]
          f0 = f0.addingProduct(blocks.entries[first &+ k], w)
          f1 = f1.addingProduct(blocks.entries[first &+ k &+ 16], w)
          f2 = f2.addingProduct(blocks.entries[first &+ k &+ 32], w)
          f3 = f3.addingProduct(blocks.entries[first &+ k &+ 48], w)
          f4 = f4.addingProduct(blocks.entries[first &+ k &+ 64], w)
          f5 = f5.addingProduct(blocks.entries[first &+ k &+ 80], w)
          f6 = f6.addingProduct(blocks.entries[first &+ k &+ 96], w)
          f7 = f7.addingProduct(blocks.entries[first &+ k &+ 112], w)
        }
        (predictions[i], predictions[i + 1]) = (f0, f1)
        (predictions[i + 2], predictions[i + 3]) = (f2, f3)
        (predictions[i + 4], predictions[i + 5]) = (f4, f5)
        (predictions[i + 6], predictions[i + 7]) = (f6, f7)
      }
    }
  }

  /// Columns of one of some blocks, without eight that are all padding.
  private func width(_ columns: Range<Int>, _ index: Int) -> Int {
    min(16, 8 * (halfCount(columns) - 2 * index))
  }

  /// The first columns of a block of sixteen, a row for each sample.
  private func entries(ofBlock block: Int, _ width: Int) -> MatrixView {
    MatrixView(at: block * blocks.stride * 16, blocks.sampleCount, 16).columns(width)
  }

  /// Halves of some blocks, eight columns each, without one that is all padding.
  private func halfCount(_ columns: Range<Int>) -> Int {
    (min(16 * columns.upperBound, blocks.signalCount) + 7) / 8 - 2 * columns.lowerBound
  }
}
