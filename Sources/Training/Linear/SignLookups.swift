/// The product with a matrix of ±1 for a single run, sixteen outputs in the lanes of a vector.
///
/// A table of the sixteen signed sums of four inputs fits into registers, and one permutation looks
/// sixteen, or eight, outputs up. The canonical order is that of ``SignMatrix``, and so are the bits.
struct SignLookups<Scalar: LookupScalar> {
  typealias Lanes = SIMD16<Scalar>

  let bits: SignBits

  init(_ bits: SignBits) { self.bits = bits }

  /// ±1: the sign of input β of a group in entry t of its table is that of bit β of t.
  @inline(__always)
  private func sign(_ bit: Int) -> Lanes {
    var signs = Lanes()
    for t in 0..<16 { signs[t] = (t >> bit) & 1 == 1 ? 1 : -1 }
    return signs
  }

  /// Adds the products with some blocks of inputs to some outputs, block after block.
  ///
  /// - Parameters:
  ///   - blocks: The blocks of 32 inputs; outputs begin at +0 with block 0.
  ///   - input: The inputs of the blocks in vectors of sixteen, padded by +0.
  ///   - inputStart: Where the first of them lies.
  ///   - outputs: Vectors of sixteen outputs.
  ///   - output: Where they are added to, in table order.
  ///   - start: Where the first of them lies.
  func accumulate(
    _ blocks: Range<Int>, of input: borrowing LaneStorage<Lanes>, from inputStart: Int,
    into outputs: Range<Int>, of output: borrowing LaneStorage<Lanes>, from start: Int
  ) {
    precondition(blocks.lowerBound >= 0 && blocks.upperBound <= bits.blockCount)
    precondition(input.count >= inputStart + 2 * blocks.count && inputStart >= 0)
    precondition(outputs.lowerBound >= 0 && outputs.upperBound * 16 <= bits.stride)
    precondition(output.count >= start + outputs.count && start >= 0)
    let bytes = unsafe bits.words.span.bytes
    precondition(bytes.byteCount == bits.blockCount * bits.stride * 4)
    let (s0, s1, s2, s3) = (sign(0), sign(1), sign(2), sign(3))
    for (index, block) in blocks.enumerated() {
      // The product with ±1 is exact, so that each entry is a sum rounded after each addition.
      @inline(__always)
      func table(_ group: Int) -> Lanes {
        let first = (inputStart &+ 2 &* index) &* 16 &+ 4 &* group
        return (Lanes(repeating: input.scalar(first)) * s0)
          .addingProduct(Lanes(repeating: input.scalar(first &+ 1)), s1)
          .addingProduct(Lanes(repeating: input.scalar(first &+ 2)), s2)
          .addingProduct(Lanes(repeating: input.scalar(first &+ 3)), s3)
      }
      let first = (block * bits.stride + outputs.lowerBound * 16) * 4
      // Groups of nothing but padding add +0, which cannot be seen, and are left out in fours.
      let isHalf = bits.inputCount <= 32 * block + 16
      let (t0, t1, t2, t3) = (table(0), table(1), table(2), table(3))
      if isHalf {
        for unit in 0..<outputs.count {
          let words = words(unit)
          output[start &+ unit] = old(unit) + sum(words, 0, t0, t1, t2, t3)
        }
        continue
      }
      let (t4, t5, t6, t7) = (table(4), table(5), table(6), table(7))
      for unit in 0..<outputs.count {
        let words = words(unit)
        let sum = sum(words, 0, t0, t1, t2, t3) + sum(words, 4, t4, t5, t6, t7)
        output[start &+ unit] = old(unit) + sum
      }
      @inline(__always)
      func old(_ unit: Int) -> Lanes { block == 0 ? .zero : output[start &+ unit] }
      @inline(__always)
      func words(_ unit: Int) -> SIMD16<UInt32> {
        unsafe bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: first &+ unit &* 64, as: SIMD16<UInt32>.self)
      }
    }
  }

  /// The entries of four tables that four nibbles of the words name, summed in pairs.
  @inline(__always)
  private func sum(
    _ words: SIMD16<UInt32>, _ first: Int32, _ t0: Lanes, _ t1: Lanes, _ t2: Lanes, _ t3: Lanes
  ) -> Lanes {
    (Scalar.lookUp(words, nibble: first, in: t0) + Scalar.lookUp(words, nibble: first + 1, in: t1))
      + (Scalar.lookUp(words, nibble: first + 2, in: t2)
        + Scalar.lookUp(words, nibble: first + 3, in: t3))
  }
}
