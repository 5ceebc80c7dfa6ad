/// A matrix of ±1 as bits: 1 for +1, 0 for −1.
///
/// `words[block * outputCount + output]` holds the entries of one output with the 32 inputs of one
/// block, input 32 · block + b at bit b. Inputs beyond the last are +1 and meet a value of +0.
struct SignBits: Sendable {
  let outputCount: Int
  let inputCount: Int
  private(set) var words: [UInt32]

  /// A matrix of +1.
  init(outputCount: Int, inputCount: Int) {
    self.outputCount = outputCount
    self.inputCount = inputCount
    words = Array(repeating: .max, count: (inputCount + 31) / 32 * outputCount)
  }

  /// Whether the entry is +1.
  func isPositive(output: Int, input: Int) -> Bool {
    words[input / 32 * outputCount + output] >> UInt32(input % 32) & 1 == 1
  }

  /// Makes the entry −1.
  mutating func setNegative(output: Int, input: Int) {
    words[input / 32 * outputCount + output] &= ~(1 << UInt32(input % 32))
  }
}
