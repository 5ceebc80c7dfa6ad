/// The two products of a step of a single run, sixteen outputs in the lanes of a vector, chunk of
/// columns by chunk of columns.
final class LoneProducts<Scalar: LookupScalar> {
  typealias Lanes = SIMD16<Scalar>

  private enum Matrix {
    case sign(forward: SignLookups<Scalar>, backward: SignLookups<Scalar>)
    case dense(LoneDenseMatrix<Scalar>)
    case units(UnitProducts)
  }

  private let matrix: Matrix
  /// Vectors of a chunk of columns, an even number: their sums, or their part of a dense design, stay
  /// in the near caches from one product to the other.
  let chunkLength: Int
  /// Vectors of columns.
  let columnVectorCount: Int
  /// Vectors of predictions.
  let predictionVectorCount: Int
  /// Vectors of residuals, padded by +0.
  let residualVectorCount: Int

  /// The products with a design.
  ///
  /// - Parameters:
  ///   - design: The design.
  ///   - bothWays: Whether a dense design is held both ways even if it is large.
  init(_ design: Design, bothWays: Bool = false) {
    switch design {
    case .sign(let rows, let columns):
      matrix = .sign(forward: SignLookups(rows), backward: SignLookups(columns))
      chunkLength = 64
      columnVectorCount = columns.stride / 16
      predictionVectorCount = rows.stride / 16
      residualVectorCount = 2 * columns.blockCount
    case .dense(let entries):
      let blocks: DenseBlocks<Scalar> = entries.converted()
      let isSmall = LoneDenseMatrix<Scalar>.keepsBothWays(blocks)
      matrix = .dense(LoneDenseMatrix(blocks, bothWays: bothWays || isSmall))
      chunkLength = 4
      columnVectorCount = (blocks.signalCount + 15) / 16
      predictionVectorCount = blocks.stride / 16
      residualVectorCount = blocks.stride / 16
    case .units(let rows):
      matrix = .units(UnitProducts(rows))
      columnVectorCount = (rows.signalCount + 15) / 16
      chunkLength = (columnVectorCount + 1) / 2 * 2
      predictionVectorCount = (rows.columns.count + 15) / 16
      residualVectorCount = predictionVectorCount
    }
  }

  /// Writes the gradient of a chunk of vectors of columns, from vector `start` on.
  func pullBack(
    _ residuals: borrowing LaneStorage<Lanes>, _ chunk: Range<Int>,
    into gradient: borrowing LaneStorage<Lanes>, from start: Int
  ) {
    precondition(start >= 0 && gradient.count >= start + chunk.count)
    switch matrix {
    case .sign(_, let backward):
      backward.accumulate(
        0..<backward.bits.blockCount, of: residuals, from: 0, into: chunk, of: gradient,
        from: start)
      for k in start..<start + chunk.count { gradient[k] = Scalar.naturalOrder(gradient[k]) }
    case .dense(let dense):
      for k in start..<start + chunk.count { gradient[k] = .zero }
      dense.pullBack(residuals, throughBlocks: chunk, into: gradient, from: start)
    case .units(let units):
      precondition(start == 0, "all columns are one chunk")
      units.pullBackAlone(residuals, into: gradient)
    }
  }

  /// Adds the products of a chunk with its w, which lies from vector `start` on, padded by +0 to an
  /// even number of vectors, to the predictions, which begin at +0 with the first chunk; ``order(_:)``
  /// follows after the last.
  ///
  /// The chunk begins at an even vector.
  func accumulate(
    _ signal: borrowing LaneStorage<Lanes>, from start: Int, _ chunk: Range<Int>,
    into predictions: borrowing LaneStorage<Lanes>
  ) {
    switch matrix {
    case .sign(let forward, _):
      forward.accumulate(
        chunk.lowerBound / 2..<(chunk.upperBound + 1) / 2, of: signal, from: start,
        into: 0..<predictions.count, of: predictions, from: 0)
    case .dense(let dense):
      if chunk.lowerBound == 0 {
        for i in 0..<predictions.count { predictions[i] = .zero }
      }
      dense.accumulate(signal, from: start, throughBlocks: chunk, into: predictions)
    case .units(let units):
      precondition(start == 0, "all columns are one chunk")
      units.predictAlone(signal, into: predictions)
    }
  }

  /// Puts finished predictions into the order of the samples.
  func order(_ predictions: borrowing LaneStorage<Lanes>) {
    guard case .sign = matrix else { return }
    for i in 0..<predictions.count { predictions[i] = Scalar.naturalOrder(predictions[i]) }
  }
}
