/// The design Z (n × q) in the form its kernels read, both ways.
enum Design: Sendable {
  /// All entries ±1: `rows` maps the signal to predictions, `columns` residuals to the gradient.
  case sign(rows: SignBits, columns: SignBits)
  /// Any other design.
  case dense(DenseBlocks<Double>)
  /// Rows of one 1 and else 0.
  case units(UnitRows)

  /// The form for the given entries, row-major n × q.
  init(_ entries: [Double], sampleCount: Int, signalCount: Int) {
    guard entries.allSatisfy({ $0 == 1 || $0 == -1 }) else {
      self = .dense(
        DenseBlocks(sampleCount: sampleCount, signalCount: signalCount) {
          entries[$0 * signalCount + $1]
        })
      return
    }
    self.init(signsOf: sampleCount, signalCount) { entries[$0 * signalCount + $1] > 0 }
  }

  /// A sign design whose entry (i, j) is +1 where `isPositive(i, j)`.
  init(signsOf sampleCount: Int, _ signalCount: Int, isPositive: (Int, Int) -> Bool) {
    var rows = SignBits(outputCount: sampleCount, inputCount: signalCount)
    var columns = SignBits(outputCount: signalCount, inputCount: sampleCount)
    for i in 0..<sampleCount {
      for j in 0..<signalCount where !isPositive(i, j) {
        rows.setNegative(output: i, input: j)
        columns.setNegative(output: j, input: i)
      }
    }
    self = .sign(rows: rows, columns: columns)
  }

  /// The entries of samples i ..< i + 8 and signal coordinate j, i a multiple of 8; 0 beyond the last
  /// sample.
  func eightEntries(_ i: Int, _ j: Int) -> SIMD8<Double> {
    var result = SIMD8<Double>.zero
    switch self {
    case .sign(let rows, _):
      let first = j / 32 * rows.stride + i
      for k in 0..<min(8, rows.outputCount - i) {
        // The bit becomes the sign of ±1.
        let bit = UInt64(rows.words[first + k] >> UInt32(j % 32) & 1)
        result[k] = Double(bitPattern: 0x3ff0_0000_0000_0000 | (bit ^ 1) &<< 63)
      }
    case .dense(let blocks):
      for k in 0..<8 { result[k] = blocks[i + k, j] }
    case .units(let rows):
      for k in 0..<min(8, rows.columns.count - i) where rows.columns[i + k] == j { result[k] = 1 }
    }
    return result
  }

  /// The entry of sample i and signal coordinate j.
  func entry(_ i: Int, _ j: Int) -> Double {
    switch self {
    case .sign(let rows, _): rows.isPositive(output: i, input: j) ? 1 : -1
    case .dense(let entries): entries[i, j]
    case .units(let rows): rows.columns[i] == j ? 1 : 0
    }
  }
}
