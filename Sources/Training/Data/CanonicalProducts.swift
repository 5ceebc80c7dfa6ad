/// The predictions of single signals in double precision, in the canonical orders of training.
///
/// The design is read where it lies.
struct CanonicalProducts {
  private let design: Design
  private let sampleCount: Int
  private let signalCount: Int

  init(_ design: Design, _ sampleCount: Int, _ signalCount: Int) {
    self.design = design
    self.sampleCount = sampleCount
    self.signalCount = signalCount
  }

  /// Z w in the canonical order of the design, shape `[n]`.
  func predictions(of signal: [Double]) -> [Double] {
    precondition(signal.count == signalCount)
    switch design {
    case .sign(let rows, _):
      let input = LaneStorage<SIMD2<Double>>(repeating: .zero, count: paddedCount(signalCount))
      let output = LaneStorage<SIMD2<Double>>(repeating: .zero, count: sampleCount)
      for j in 0..<signalCount { input[j] = SIMD2(repeating: signal[j]) }
      SignMatrix(rows).multiply(input, into: output)
      return (0..<sampleCount).map { output[$0][0] }
    case .dense(let entries, _, _):
      return densePredictions(entries.span, signal.span)
    }
  }

  /// f ← fma(z_ij, w_j, f) from +0, four samples at a time to hide the latency of one sum.
  private func densePredictions(_ entries: Span<Double>, _ signal: Span<Double>) -> [Double] {
    var predictions: [Double] = []
    predictions.reserveCapacity(sampleCount + 3)
    for first in stride(from: 0, to: sampleCount, by: 4) {
      var sums = SIMD4<Double>()
      // Rows beyond the last repeat it.
      let starts = (0..<4).map { min(first + $0, sampleCount - 1) * signalCount }
      for j in 0..<signalCount {
        let z = SIMD4(
          entries[starts[0] + j], entries[starts[1] + j], entries[starts[2] + j],
          entries[starts[3] + j])
        sums = sums.addingProduct(z, signal[j])
      }
      for k in 0..<min(4, sampleCount - first) { predictions.append(sums[k]) }
    }
    return predictions
  }
}
