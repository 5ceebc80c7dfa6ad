/// The product with a matrix of ±1 for a single run, sixteen outputs in the lanes of a vector.
///
/// A table of the sixteen signed sums of four inputs fits into registers, and one permutation looks
/// sixteen, or eight, outputs up. The canonical order is that of ``SignMatrix``, and so are the bits.
struct SignLookups<Scalar: LookupScalar> {
  typealias Lanes = SIMD16<Scalar>

  let bits: SignBits
  /// ±1: the sign of input β of a group in entry t of its table is that of bit β of t.
  private let signs: (Lanes, Lanes, Lanes, Lanes)

  init(_ bits: SignBits) {
    self.bits = bits
    func sign(_ bit: Int) -> Lanes { Lanes((0..<16).map { ($0 >> bit) & 1 == 1 ? 1 : -1 }) }
    signs = (sign(0), sign(1), sign(2), sign(3))
  }

  /// Adds the products with some blocks of inputs to some outputs, block after block.
  ///
  /// - Parameters:
  ///   - blocks: The blocks of 32 inputs.
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
    let (s0, s1, s2, s3) = signs
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
      let (t0, t1, t2, t3) = (table(0), table(1), table(2), table(3))
      let (t4, t5, t6, t7) = (table(4), table(5), table(6), table(7))
      let first = (block * bits.stride + outputs.lowerBound * 16) * 4
      for unit in 0..<outputs.count {
        let words = unsafe bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: first &+ unit &* 64, as: SIMD16<UInt32>.self)
        let sum =
          (Scalar.lookUp(words, nibble: 0, in: t0) + Scalar.lookUp(words, nibble: 1, in: t1))
          + (Scalar.lookUp(words, nibble: 2, in: t2) + Scalar.lookUp(words, nibble: 3, in: t3))
        let otherSum =
          (Scalar.lookUp(words, nibble: 4, in: t4) + Scalar.lookUp(words, nibble: 5, in: t5))
          + (Scalar.lookUp(words, nibble: 6, in: t6) + Scalar.lookUp(words, nibble: 7, in: t7))
        output[start &+ unit] = output[start &+ unit] + (sum + otherSum)
      }
    }
  }
}
