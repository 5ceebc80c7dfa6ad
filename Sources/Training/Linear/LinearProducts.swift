/// The two products of a step with a design, Z w and Zᵀ r, chunk of columns by chunk of columns, with
/// the kind of the design and of the lanes hidden behind closures made where they are known.
///
/// A fused step goes through the chunks once: the gradient of a chunk, its new w, and at once its part of
/// the next predictions, while all of them lie in near caches. Predictions are sums in sequence
/// of the columns, so that the chunks do not show in the result. Columns of w lie one in a vector for
/// runs side by side, sixteen for a run by itself.
struct LinearProducts<Lanes: LaneVector> {
  let outputs: OutputLayout
  /// Consecutive ranges of the vectors of columns, which cover them.
  let chunks: [Range<Int>]
  /// The vectors of a buffer for one chunk.
  let chunkLength: Int
  /// The vectors of a buffer for all of w.
  let signalLength: Int
  /// The vectors of f.
  let predictionCount: Int
  /// The vectors of r, padded by +0.
  let residualCount: Int

  /// Writes Zᵀ r of the columns of a chunk, from vector `start` on.
  let pullBack:
    (
      _ residuals: borrowing LaneStorage<Lanes>, _ chunk: Range<Int>,
      _ gradient: borrowing LaneStorage<Lanes>, _ start: Int
    ) -> Void

  /// Pads w of a chunk, which lies from vector `start` on in a buffer that began at +0, and adds its
  /// products to the predictions, which begin at +0 with the first chunk.
  let accumulate:
    (
      _ signal: borrowing LaneStorage<Lanes>, _ start: Int, _ chunk: Range<Int>,
      _ predictions: borrowing LaneStorage<Lanes>
    ) -> Void

  /// Puts the predictions into their order after the last chunk.
  let finish: (_ predictions: borrowing LaneStorage<Lanes>) -> Void

  /// Z w of a whole signal into the predictions.
  func predict(
    _ signal: borrowing LaneStorage<Lanes>, into predictions: borrowing LaneStorage<Lanes>
  ) {
    for chunk in chunks { accumulate(signal, chunk.lowerBound, chunk, predictions) }
    finish(predictions)
  }
}

extension LinearProducts {
  /// The products of runs side by side, one in each lane.
  init(_ problem: RegressionProblem) {
    outputs = OutputLayout(sampleCount: problem.sampleCount, outputCount: 1)
    signalLength = paddedCount(problem.signalCount)
    predictionCount = paddedCount(problem.sampleCount)
    residualCount = paddedCount(problem.sampleCount)
    finish = { _ in }
    switch problem.design {
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
        pad(signal, start, columns)
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
        pad(signal, start, columns)
        if columns.lowerBound == 0 {
          for i in 0..<predictions.count { predictions[i] = .zero }
        }
        z.accumulate(
          signal, from: start,
          throughBlocks: columns.lowerBound / 16..<(columns.upperBound + 15) / 16,
          into: predictions)
      }
    case .units(let rows):
      let z = UnitProducts(rows)
      chunkLength = paddedCount(rows.signalCount)
      chunks = [0..<rows.signalCount]
      pullBack = { residuals, _, gradient, start in
        precondition(start == 0, "all columns are one chunk")
        z.pullBack(residuals, into: gradient)
      }
      accumulate = { signal, start, _, predictions in
        precondition(start == 0, "all columns are one chunk")
        z.predict(signal, into: predictions)
      }
    }
    @inline(__always)
    func pad(_ signal: borrowing LaneStorage<Lanes>, _ start: Int, _ columns: Range<Int>) {
      // In their own place nothing has been written beyond the columns.
      if start == columns.lowerBound { return }
      for k in columns.count..<paddedCount(columns.count) { signal[start &+ k] = .zero }
    }
  }

  /// The products of a run by itself, sixteen columns in a vector; runs share them.
  init<Scalar: LookupScalar>(
    _ products: LoneProducts<Scalar>, _ problem: RegressionProblem
  ) where Lanes == SIMD16<Scalar> {
    let vectorCount = products.columnVectorCount
    outputs = OutputLayout(sampleCount: problem.sampleCount, outputCount: 1)
    chunks = (0..<vectorCount).chunks(ofLength: products.chunkLength)
    chunkLength = products.chunkLength
    signalLength = (vectorCount + 1) / 2 * 2
    predictionCount = products.predictionVectorCount
    residualCount = products.residualVectorCount
    finish = { products.order($0) }
    let countOfLast = problem.signalCount - 16 * (vectorCount - 1)
    let lastBits = Lanes.bitsOfLast(ofCount: problem.signalCount)
    pullBack = { residuals, chunk, gradient, start in
      products.pullBack(residuals, chunk, into: gradient, from: start)
      guard chunk.upperBound == vectorCount else { return }
      // Lanes beyond the last column have its gradient.
      let last = start + chunk.count - 1
      let ofLastColumn = gradient.scalar(16 * last + countOfLast - 1)
      gradient[last] = Lanes(repeating: ofLastColumn)
        .replacing(with: gradient[last], whereSet: lastBits)
    }
    accumulate = { signal, start, chunk, predictions in
      let end = start + chunk.count
      if chunk.upperBound == vectorCount { signal[end - 1] = signal[end - 1].keeping(lastBits) }
      if chunk.count % 2 == 1 { signal[end] = .zero }
      products.accumulate(signal, from: start, chunk, into: predictions)
    }
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
