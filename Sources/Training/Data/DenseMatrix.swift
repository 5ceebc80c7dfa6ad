/// The product with a matrix of any entries.
///
/// Canonical order: each output is accumulated over the inputs in sequence, from +0, with fused
/// multiply-adds: f ← fma(z, w, f). Entries are rounded once to the precision of the lanes.
///
/// Outputs are taken eight at a time, in panels stored input by input, so that eight independent
/// sums hide the latency of the multiply-adds and every input is loaded once for eight outputs.
struct DenseMatrix<Lanes: LaneVector>: LaneMatrix, ~Copyable {
  let outputCount: Int
  let inputCount: Int
  /// Entry of output 8 · panel + r and input j at (panel · inputCount + j) · 8 + r; 0 beyond the end.
  private let entries: LaneStorage<Lanes.Scalar>

  init(outputCount: Int, inputCount: Int, entry: (_ output: Int, _ input: Int) -> Double) {
    self.outputCount = outputCount
    self.inputCount = inputCount
    entries = LaneStorage(repeating: 0, count: (outputCount + 7) / 8 * inputCount * 8)
    for i in 0..<outputCount {
      for j in 0..<inputCount {
        entries[(i / 8 * inputCount + j) * 8 + i % 8] = Lanes.Scalar(entry(i, j))
      }
    }
  }

  func multiply(_ input: borrowing LaneStorage<Lanes>, into output: borrowing LaneStorage<Lanes>) {
    precondition(input.count >= inputCount && output.count >= outputCount)
    precondition(entries.count == (outputCount + 7) / 8 * inputCount * 8)
    for panel in 0..<((outputCount + 7) / 8) {
      var (f0, f1, f2, f3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var (f4, f5, f6, f7) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      for j in 0..<inputCount {
        let w = input[j]
        let first = (panel * inputCount + j) * 8
        f0 = f0.addingProduct(entries[first], w)
        f1 = f1.addingProduct(entries[first + 1], w)
        f2 = f2.addingProduct(entries[first + 2], w)
        f3 = f3.addingProduct(entries[first + 3], w)
        f4 = f4.addingProduct(entries[first + 4], w)
        f5 = f5.addingProduct(entries[first + 5], w)
        f6 = f6.addingProduct(entries[first + 6], w)
        f7 = f7.addingProduct(entries[first + 7], w)
      }
      let sums: InlineArray<8, Lanes> = [f0, f1, f2, f3, f4, f5, f6, f7]
      for r in 0..<min(8, outputCount - panel * 8) { output[panel * 8 + r] = sums[r] }
    }
  }
}
