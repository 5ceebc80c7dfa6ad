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
  private let bits: SignBits
  /// Eight tables of sixteen sums; entry t of a table has the sign of wᵦ in bit β of t.
  private let table: LaneStorage<Lanes>

  init(_ bits: SignBits) {
    self.bits = bits
    table = LaneStorage(repeating: .zero, count: 8 * 16)
  }

  /// Adds the products with some blocks of inputs to some outputs, block after block.
  ///
  /// - Parameters:
  ///   - blocks: The blocks of 32 inputs.
  ///   - input: The inputs of the blocks, padded by +0.
  ///   - inputStart: Where the first of them lies.
  ///   - outputs: The outputs.
  ///   - output: Where they are added to.
  ///   - start: Where the first of them lies.
  func accumulate(
    _ blocks: Range<Int>, of input: borrowing LaneStorage<Lanes>, from inputStart: Int,
    into outputs: Range<Int>, of output: borrowing LaneStorage<Lanes>, from start: Int
  ) {
    precondition(blocks.lowerBound >= 0 && blocks.upperBound <= bits.blockCount)
    precondition(input.count >= inputStart + 32 * blocks.count && inputStart >= 0)
    precondition(outputs.lowerBound >= 0 && outputs.upperBound <= bits.outputCount)
    precondition(output.count >= start + outputs.count && start >= 0)
    let words = bits.words.span
    precondition(words.count == bits.blockCount * bits.stride)
    for (index, block) in blocks.enumerated() {
      for group in 0..<8 {
        tabulate(input, at: inputStart + index * 32 + group * 4, intoTable: group)
      }
      let first = block * bits.stride + outputs.lowerBound
      for i in 0..<outputs.count {
        let word = unsafe words[unchecked: first &+ i]
        let sum = (entry(word, 0) + entry(word, 1)) + (entry(word, 2) + entry(word, 3))
        let otherSum = (entry(word, 4) + entry(word, 5)) + (entry(word, 6) + entry(word, 7))
        output[start &+ i] = output[start &+ i] + (sum + otherSum)
      }
    }
  }

  /// The tabulated sum that bits 4 · group ..< 4 · group + 4 of a word name.
  @inline(__always)
  private func entry(_ word: UInt32, _ group: Int) -> Lanes {
    table[group * 16 + Int(truncatingIfNeeded: word &>> UInt32(4 * group) & 15)]
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
