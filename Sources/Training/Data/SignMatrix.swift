/// The product with a matrix of ±1, without multiplications, a run in each lane.
///
/// For each group of four inputs the sixteen signed sums are tabulated once; every output then adds
/// the entry its four bits name ("method of four Russians"). Eight groups, 32 inputs, make a block.
///
/// Canonical order, with inputs padded to a multiple of 32 by +0:
///
///     group   g = ((±w₀ ± w₁) ± w₂) ± w₃
///     block   b = ((g₀ + g₁) + (g₂ + g₃)) + ((g₄ + g₅) + (g₆ + g₇))
///     output  f = (((+0 + b₀) + b₁) + b₂) + …
///
/// A table of four is the table of three plus or minus w₃; it is never obtained by changing the
/// signs of its other half, which would differ in the sign of zeros. The sign of a padding input
/// cannot be seen: it could turn a zero's sign only, and f starts at +0.
struct SignMatrix<Lanes: LaneVector>: ~Copyable {
  /// Shared with whoever else reads the design.
  private let nibbles: SignNibbles
  /// Eight tables of sixteen sums; entry t of a table has the sign of wᵦ in bit β of t.
  private let table: LaneStorage<Lanes>

  init(_ nibbles: SignNibbles) {
    self.nibbles = nibbles
    table = LaneStorage(repeating: .zero, count: 8 * 16)
  }

  /// Adds the products with some blocks of inputs to some outputs, block after block.
  ///
  /// - Parameters:
  ///   - blocks: The blocks of 32 inputs.
  ///   - input: Input 32 · `blocks.lowerBound` first, the rest after it, padded by +0.
  ///   - outputs: The outputs.
  ///   - output: The first of the outputs at `start`, the others after it.
  func accumulate(
    _ blocks: Range<Int>, of input: borrowing LaneStorage<Lanes>, from inputStart: Int,
    into outputs: Range<Int>, of output: borrowing LaneStorage<Lanes>, from start: Int
  ) {
    precondition(blocks.lowerBound >= 0 && blocks.upperBound <= nibbles.blockCount)
    precondition(input.count >= inputStart + 32 * blocks.count && inputStart >= 0)
    precondition(outputs.lowerBound >= 0 && outputs.upperBound <= nibbles.outputCount)
    precondition(output.count >= start + outputs.count && start >= 0)
    let bytes = nibbles.bytes.span
    precondition(bytes.count == nibbles.blockCount * nibbles.outputCount * 8)
    for (index, block) in blocks.enumerated() {
      for group in 0..<8 {
        tabulate(input, at: inputStart + index * 32 + group * 4, intoTable: group)
      }
      let first = (block * nibbles.outputCount + outputs.lowerBound) * 8
      for i in 0..<outputs.count {
        /// The tabulated sum that a group's bits name.
        @inline(__always)
        func entry(_ group: Int) -> Lanes {
          let byte = unsafe bytes[unchecked: first &+ 8 &* i &+ group]
          return table.element(
            group &* 16, plusBytes: Int(byte) &* (MemoryLayout<Lanes>.stride / 16))
        }
        let sum = (entry(0) + entry(1)) + (entry(2) + entry(3))
        let otherSum = (entry(4) + entry(5)) + (entry(6) + entry(7))
        output[start &+ i] = output[start &+ i] + (sum + otherSum)
      }
    }
  }

  /// Fills one table from four inputs.
  @inline(__always)
  private func tabulate(
    _ input: borrowing LaneStorage<Lanes>, at start: Int, intoTable group: Int
  ) {
    let (w0, w1, w2, w3) = (input[start], input[start + 1], input[start + 2], input[start + 3])
    let negative = -w0
    let pairs: InlineArray<4, Lanes> = [negative - w1, w0 - w1, negative + w1, w0 + w1]
    for t in 0..<4 {
      let (minus, plus) = (pairs[t] - w2, pairs[t] + w2)
      let first = group * 16 + t
      table[first] = minus - w3
      table[first + 4] = plus - w3
      table[first + 8] = minus + w3
      table[first + 12] = plus + w3
    }
  }
}
