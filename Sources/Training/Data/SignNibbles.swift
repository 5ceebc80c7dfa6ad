/// A matrix of ±1 as bytes, each sixteen times the number that four bits of ``SignBits`` make.
///
/// Byte ((block · outputs + output) · 8 + group) belongs to the inputs 32 · block + 4 · group and the
/// three after it. A byte costs a load where a nibble costs a shift and a mask besides, and those are
/// what limits look-ups in memory.
struct SignNibbles: Sendable {
  let outputCount: Int
  let blockCount: Int
  let bytes: [UInt8]

  init(_ bits: SignBits) {
    outputCount = bits.outputCount
    blockCount = bits.blockCount
    var bytes = Array(repeating: 0 as UInt8, count: blockCount * outputCount * 8)
    for block in 0..<blockCount {
      for output in 0..<outputCount {
        let word = bits.words[block * bits.stride + output]
        for group in 0..<8 {
          bytes[(block * outputCount + output) * 8 + group] =
            UInt8(truncatingIfNeeded: word >> UInt32(4 * group) & 15) << 4
        }
      }
    }
    self.bytes = bytes
  }
}
