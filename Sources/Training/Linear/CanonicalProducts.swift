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
      let input = LaneStorage<SIMD16<Double>>(repeating: .zero, count: 2 * rows.blockCount)
      let output = LaneStorage<SIMD16<Double>>(repeating: .zero, count: rows.stride / 16)
      for j in 0..<signalCount { input[j / 16][j % 16] = signal[j] }
      SignLookups(rows).accumulate(
        0..<rows.blockCount, of: input, from: 0, into: 0..<output.count, of: output, from: 0)
      for i in 0..<output.count { output[i] = Double.naturalOrder(output[i]) }
      return (0..<sampleCount).map { output.scalar($0) }
    case .dense(let blocks):
      return densePredictions(blocks, signal.span)
    case .units(let rows):
      return rows.columns.map { 0 + signal[$0] }
    }
  }

  /// f ← fma(z_ij, w_j, f) from +0, block of columns by block, four samples at a time to hide the
  /// latency of one sum.
  private func densePredictions(
    _ blocks: DenseBlocks<Double>, _ signal: Span<Double>
  ) -> [Double] {
    var predictions = Array(repeating: 0.0, count: blocks.stride)
    for block in 0..<((signalCount + 15) / 16) {
      let columns = min(16, signalCount - 16 * block)
      for i in stride(from: 0, to: blocks.stride, by: 4) {
        var sums = SIMD4(
          predictions[i], predictions[i + 1], predictions[i + 2], predictions[i + 3])
        let first = (block * blocks.stride + i) * 16
        for k in 0..<columns {
          let z = SIMD4(
            blocks.entries[first + k], blocks.entries[first + k + 16],
            blocks.entries[first + k + 32],
            blocks.entries[first + k + 48])
          sums = sums.addingProduct(z, signal[16 * block + k])
        }
        for k in 0..<4 { predictions[i + k] = sums[k] }
      }
    }
    return Array(predictions[..<sampleCount])
  }
}
