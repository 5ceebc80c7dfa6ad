/// The two products of a step, Z w and Zᵀ r, chunk of columns by chunk of columns, with the kind of
/// the design hidden behind closures made where it is known.
///
/// A step goes through the chunks once: the gradient of a chunk, its new w, and at once its part of
/// the next predictions, while all of them lie in near caches. Predictions are sums in sequence
/// of the columns, so that the chunks do not show in the result.
struct LaneProducts<Lanes: LaneVector> {
  /// The chunks: ranges of columns that begin at multiples of 32 and cover 0..<q.
  let chunks: [Range<Int>]
  /// The largest number of columns of a chunk, rounded up to a multiple of 32.
  let chunkLength: Int

  /// (Zᵀ r)ⱼ for the columns of a chunk, from `start` on; `gradient` holds a multiple of 32 of them.
  let pullBack:
    (
      _ residuals: borrowing LaneStorage<Lanes>, _ columns: Range<Int>,
      _ gradient: borrowing LaneStorage<Lanes>, _ start: Int
    ) -> Void

  /// Adds the products of the columns of a chunk with w, which lies from `start` on, padded by +0 to
  /// a multiple of 32, to the predictions, which begin at +0 with the first chunk.
  let accumulate:
    (
      _ signal: borrowing LaneStorage<Lanes>, _ start: Int, _ columns: Range<Int>,
      _ predictions: borrowing LaneStorage<Lanes>
    ) -> Void

  init(_ design: Design) {
    switch design {
    case .sign(let rows, let columns):
      let z = SignMatrix<Lanes>(rows)
      let transpose = SignMatrix<Lanes>(columns)
      // The sums of a chunk stay near; the tables of the residuals are made anew for each chunk.
      chunkLength = min(1024, paddedCount(rows.inputCount))
      chunks = (0..<rows.inputCount).chunks(ofLength: chunkLength)
      let (sampleCount, rowBlocks) = (rows.outputCount, 0..<columns.blockCount)
      pullBack = { residuals, columns, gradient, start in
        transpose.accumulate(
          rowBlocks, of: residuals, from: 0, into: columns, of: gradient, from: start)
      }
      accumulate = { signal, start, columns, predictions in
        z.accumulate(
          columns.lowerBound / 32..<(columns.upperBound + 31) / 32, of: signal, from: start,
          into: 0..<sampleCount, of: predictions, from: 0)
      }
    case .dense(let entries):
      let z = DenseMatrix<Lanes>(entries.converted())
      chunkLength = 32
      chunks = (0..<entries.signalCount).chunks(ofLength: 32)
      pullBack = { residuals, columns, gradient, start in
        z.pullBack(
          residuals, throughBlocks: columns.lowerBound / 16..<(columns.upperBound + 15) / 16,
          into: gradient, from: start)
      }
      accumulate = { signal, start, columns, predictions in
        if columns.lowerBound == 0 {
          for i in 0..<predictions.count { predictions[i] = .zero }
        }
        z.accumulate(
          signal, from: start,
          throughBlocks: columns.lowerBound / 16..<(columns.upperBound + 15) / 16,
          into: predictions)
      }
    }
  }

  /// Z w of a whole signal, padded by +0 to a multiple of 32, into the predictions.
  func predict(
    _ signal: borrowing LaneStorage<Lanes>, into predictions: borrowing LaneStorage<Lanes>
  ) {
    for columns in chunks { accumulate(signal, columns.lowerBound, columns, predictions) }
  }
}

/// The length of a kernel's input: a multiple of 32, the width of a sign block.
func paddedCount(_ count: Int) -> Int { (count + 31) / 32 * 32 }

extension Range<Int> {
  /// Consecutive ranges of the given length that cover this one; the last may be shorter.
  func chunks(ofLength length: Int) -> [Range<Int>] {
    stride(from: lowerBound, to: upperBound, by: length).map {
      // A range has a `min` of its own.
      $0..<Swift.min($0 + length, upperBound)
    }
  }
}
