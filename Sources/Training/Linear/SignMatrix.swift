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
  /// Eight tables of sixteen sums for each of two blocks; entry t of a table has the sign of wᵦ in bit β of t.
  private let table: LaneStorage<Lanes>

  init(_ bits: SignBits) {
    self.bits = bits
    table = LaneStorage(repeating: .zero, count: 2 * 8 * 16)
  }

  /// Adds the products with some blocks of inputs to some outputs, block after block.
  ///
  /// - Parameters:
  ///   - blocks: The blocks of 32 inputs; outputs begin at +0 with block 0.
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
    var block = blocks.lowerBound
    while block < blocks.upperBound {
      let inputs = inputStart + (block - blocks.lowerBound) * 32
      let groupCount = min(8, (bits.inputCount - 32 * block + 7) / 8 * 2)
      // Two blocks at a time halve the traffic of the outputs, as long as the nearest cache holds it all.
      let takesTwo =
        MemoryLayout<Lanes>.size <= 64 && block + 2 <= blocks.upperBound
        && bits.inputCount >= 32 * block + 64
      for group in 0..<(takesTwo ? 16 : groupCount) {
        tabulate(input, at: inputs + group * 4, intoTable: group)
      }
      let first = block * bits.stride + outputs.lowerBound
      // Groups of nothing but padding add +0, which cannot be seen, and are left out in pairs.
      switch groupCount {
      case _ where takesTwo:
        for i in 0..<outputs.count {
          let tables = table.reader
          let sum = old(i) + sum(unsafe words[unchecked: first &+ i], tables, 0)
          let next = unsafe words[unchecked: first &+ bits.stride &+ i]
          output[start &+ i] = sum + self.sum(next, tables, 8)
        }
      case 8: add(groups: 8)
      case 6: add(groups: 6)
      case 4: add(groups: 4)
      default: add(groups: 2)
      }
      @inline(__always)
      func add(groups: Int) {
        for i in 0..<outputs.count {
          let word = unsafe words[unchecked: first &+ i]
          output[start &+ i] = old(i) + sum(word, table.reader, 0, groups: groups)
        }
      }
      @inline(__always)
      func old(_ i: Int) -> Lanes { block == 0 ? .zero : output[start &+ i] }
      block += takesTwo ? 2 : 1
    }
  }

  /// The sum of the entries of some tables that the bits of a word name: b, or the part of it that
  /// the first groups make.
  @inline(__always)
  private func sum(
    _ word: UInt32, _ tables: LaneStorage<Lanes>.Reader, _ first: Int, groups: Int = 8
  ) -> Lanes {
    @inline(__always)
    func pair(_ group: Int) -> Lanes { entry(group) + entry(group + 1) }
    @inline(__always)
    func entry(_ group: Int) -> Lanes {
      tables[(first + group) * 16 + Int(truncatingIfNeeded: word &>> UInt32(4 * group) & 15)]
    }
    if groups == 2 { return pair(0) }
    let half = pair(0) + pair(2)
    if groups == 4 { return half }
    return half + (groups == 6 ? pair(4) : pair(4) + pair(6))
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
