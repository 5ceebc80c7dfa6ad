/// The predictions of single signals in double precision, by the kernels that train.
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
    let input = LaneStorage<SIMD2<Double>>(repeating: .zero, count: paddedCount(signalCount))
    let output = LaneStorage<SIMD2<Double>>(repeating: .zero, count: sampleCount)
    for j in 0..<signalCount { input[j] = SIMD2(repeating: signal[j]) }
    switch design {
    case .sign(let rows, _):
      SignMatrix(rows).multiply(input, into: output)
    case .dense(let entries, _, _):
      let matrix = DenseMatrix<SIMD2<Double>>(outputCount: sampleCount, inputCount: signalCount) {
        entries[$0 * signalCount + $1]
      }
      matrix.multiply(input, into: output)
    }
    return (0..<sampleCount).map { output[$0][0] }
  }
}
