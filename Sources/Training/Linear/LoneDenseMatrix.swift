/// The products with a dense design for a single run, sixteen outputs in the lanes of a vector.
///
/// Rows of a block are vectors of columns already, for Zᵀ r. For Z w there is a transposed copy of the
/// design where both fit into near caches; a larger one is read once a step for both, and its tiles are
/// transposed in registers. The canonical order is that of ``DenseMatrix``, and so are the bits.
struct LoneDenseMatrix<Scalar: LookupScalar> {
  typealias Lanes = SIMD16<Scalar>

  private let blocks: DenseBlocks<Scalar>
  private let transposed: DenseBlocks<Scalar>?

  /// Whether a design, in whichever precision, is small enough to be kept both ways: 2 MiB.
  static func keepsBothWays(_ blocks: DenseBlocks<some LaneScalar>) -> Bool {
    blocks.sampleCount * blocks.signalCount * MemoryLayout<Scalar>.stride <= 2 << 20
  }

  /// The products with a design, kept both ways or not.
  init(_ blocks: DenseBlocks<Scalar>, bothWays: Bool) {
    precondition(blocks.entries.count == (blocks.signalCount + 15) / 16 * blocks.stride * 16)
    precondition(blocks.stride % 16 == 0)
    self.blocks = blocks
    transposed =
      bothWays
      ? DenseBlocks(sampleCount: blocks.signalCount, signalCount: blocks.sampleCount) {
        blocks[$1, $0]
      } : nil
  }

  /// Adds (Zᵀ r)ⱼ for the columns of some blocks of sixteen to their sums.
  ///
  /// - Parameters:
  ///   - residuals: r in vectors of sixteen, at least `[sampleCount]`.
  ///   - columns: The blocks.
  ///   - gradient: Their sums, a vector for each block.
  ///   - start: Where the first of them lies.
  func pullBack(
    _ residuals: borrowing LaneStorage<Lanes>, throughBlocks columns: Range<Int>,
    into gradient: borrowing LaneStorage<Lanes>, from start: Int
  ) {
    precondition(16 * residuals.count >= blocks.sampleCount)
    precondition(start >= 0 && gradient.count >= start + columns.count)
    precondition(columns.lowerBound >= 0 && columns.upperBound * 16 <= blocks.signalCount + 15)
    Self.add(
      blocks, inputs: 0..<blocks.sampleCount, of: residuals, 0, outputs: columns, to: gradient,
      start)
  }

  /// Adds products with some rows of blocks to the sums of their columns, row after row.
  ///
  /// - Parameters:
  ///   - blocks: The entries.
  ///   - inputs: The rows.
  ///   - input: What they are multiplied by, in vectors of sixteen.
  ///   - inputStart: The vector of the first of them.
  ///   - outputs: Blocks of sixteen columns.
  ///   - sums: Their sums.
  ///   - start: Where the first of them lies.
  @inline(__always)
  private static func add(
    _ blocks: DenseBlocks<Scalar>, inputs: Range<Int>, of input: borrowing LaneStorage<Lanes>,
    _ inputStart: Int, outputs: Range<Int>, to sums: borrowing LaneStorage<Lanes>, _ start: Int
  ) {
    let length = blocks.stride * 16
    let firstInput = 16 * inputStart
    // Four sums at a time hide the latency of the multiply-adds.
    var k = start
    let end = start + outputs.count
    while k + 4 <= end {
      var (s0, s1, s2, s3) = (sums[k], sums[k + 1], sums[k + 2], sums[k + 3])
      let first = (outputs.lowerBound + k - start) * length + 16 * inputs.lowerBound
      for i in 0..<inputs.count {
        let x = Lanes(repeating: input.scalar(firstInput &+ i))
        let entry = first &+ 16 &* i
        s0 = s0.addingProduct(blocks.entries.sixteen(entry), x)
        s1 = s1.addingProduct(blocks.entries.sixteen(entry &+ length), x)
        s2 = s2.addingProduct(blocks.entries.sixteen(entry &+ 2 &* length), x)
        s3 = s3.addingProduct(blocks.entries.sixteen(entry &+ 3 &* length), x)
      }
      (sums[k], sums[k + 1], sums[k + 2], sums[k + 3]) = (s0, s1, s2, s3)
      k += 4
    }
    while k < end {
      let first = (outputs.lowerBound + k - start) * length + 16 * inputs.lowerBound
      var sum = sums[k]
      for i in 0..<inputs.count {
        let x = Lanes(repeating: input.scalar(firstInput &+ i))
        sum = sum.addingProduct(blocks.entries.sixteen(first &+ 16 &* i), x)
      }
      sums[k] = sum
      k += 1
    }
  }

  /// Adds the products of the columns of some blocks of sixteen with w to the predictions.
  ///
  /// - Parameters:
  ///   - signal: w of these columns, padded by +0.
  ///   - start: The vector of the first of them.
  ///   - columns: The blocks.
  ///   - predictions: f, `[sampleCount]` rounded up to vectors of sixteen.
  func accumulate(
    _ signal: borrowing LaneStorage<Lanes>, from start: Int, throughBlocks columns: Range<Int>,
    into predictions: borrowing LaneStorage<Lanes>
  ) {
    precondition(start >= 0 && signal.count >= start + columns.count)
    precondition(16 * predictions.count >= blocks.stride)
    precondition(columns.lowerBound >= 0 && columns.upperBound * 16 <= blocks.signalCount + 15)
    if let transposed {
      let inputs = 16 * columns.lowerBound..<min(16 * columns.upperBound, blocks.signalCount)
      Self.add(
        transposed, inputs: inputs, of: signal, start, outputs: 0..<blocks.stride / 16,
        to: predictions, 0)
      return
    }
    for (index, block) in columns.enumerated() {
      for unit in 0..<blocks.stride / 16 {
        let first = (block &* blocks.stride &+ 16 &* unit) &* 16
        predictions[unit] = Scalar.addTile(
          blocks.entries, first, times: signal, start &+ index, to: predictions[unit])
      }
    }
  }
}
