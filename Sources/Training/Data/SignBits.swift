/// A matrix of ±1 as bits: 1 for +1, 0 for −1.
///
/// `words[block * stride + output]` holds the entries of one output with the 32 inputs of one
/// block, input 32 · block + b at bit b. Inputs beyond the last are +1 and meet a value of +0. Outputs
/// beyond the last, up to a multiple of 16, are copies of it.
struct SignBits: Sendable {
  let outputCount: Int
  let inputCount: Int
  /// `outputCount` rounded up to a multiple of 16.
  let stride: Int
  private(set) var words: [UInt32]

  /// A matrix of +1.
  init(outputCount: Int, inputCount: Int) {
    self.outputCount = outputCount
    self.inputCount = inputCount
    stride = (outputCount + 15) / 16 * 16
    words = Array(repeating: .max, count: (inputCount + 31) / 32 * stride)
  }

  /// Number of blocks of 32 inputs.
  var blockCount: Int { (inputCount + 31) / 32 }

  /// Whether the entry is +1.
  func isPositive(output: Int, input: Int) -> Bool {
    words[input / 32 * stride + output] >> UInt32(input % 32) & 1 == 1
  }

  /// Makes the entry −1.
  mutating func setNegative(output: Int, input: Int) {
    let end = output == outputCount - 1 ? stride : output + 1
    for copy in output..<end { words[input / 32 * stride + copy] &= ~(1 << UInt32(input % 32)) }
  }
}
