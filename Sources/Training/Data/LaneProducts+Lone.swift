extension LaneProducts where Lanes.Scalar: LookupScalar {
  /// The products of a run by itself, for a step that has it in all lanes: sixteen outputs lie in the
  /// lanes of a vector while the design is read, and the numbers are handed over one by one.
  ///
  /// There is one chunk, all columns. The order of every sum is that of the runs' own, and so are the
  /// bits.
  ///
  /// - Parameters:
  ///   - products: The products with the design, which runs share.
  ///   - sampleCount: n.
  ///   - signalCount: q.
  init(
    ofLoneRun products: LoneProducts<Lanes.Scalar>, sampleCount: Int, signalCount: Int
  ) {
    typealias Outputs = SIMD16<Lanes.Scalar>
    let vectors = 0..<products.columnVectorCount
    precondition(signalCount <= 16 * vectors.count)
    precondition(sampleCount <= 16 * products.predictionVectorCount)
    precondition(sampleCount <= 16 * products.residualVectorCount)
    // What lies beyond the last sample or column stays +0.
    let residualVectors = LaneStorage<Outputs>(
      repeating: .zero, count: products.residualVectorCount)
    let gradientVectors = LaneStorage<Outputs>(repeating: .zero, count: vectors.count)
    let signalVectors = LaneStorage<Outputs>(repeating: .zero, count: (vectors.count + 1) / 2 * 2)
    let predictionVectors = LaneStorage<Outputs>(
      repeating: .zero, count: products.predictionVectorCount)
    chunks = [0..<signalCount]
    chunkLength = paddedCount(signalCount)
    pullBack = { residuals, columns, gradient, start in
      precondition(columns == 0..<signalCount && residuals.count >= sampleCount)
      precondition(start >= 0 && gradient.count >= start + signalCount)
      for i in 0..<sampleCount { residualVectors.setScalar(i, residuals[i][0]) }
      products.pullBack(residualVectors, vectors, into: gradientVectors)
      for j in 0..<signalCount {
        gradient[start &+ j] = Lanes(repeating: gradientVectors.scalar(j))
      }
    }
    // The predictions are +0 before the only chunk.
    accumulate = { signal, start, columns, predictions in
      precondition(columns == 0..<signalCount && predictions.count >= sampleCount)
      precondition(start >= 0 && signal.count >= start + signalCount)
      for j in 0..<signalCount { signalVectors.setScalar(j, signal[start &+ j][0]) }
      for i in 0..<predictionVectors.count { predictionVectors[i] = .zero }
      products.accumulate(signalVectors, vectors, into: predictionVectors)
      products.order(predictionVectors)
      for i in 0..<sampleCount {
        predictions[i] = Lanes(repeating: predictionVectors.scalar(i))
      }
    }
  }
}
