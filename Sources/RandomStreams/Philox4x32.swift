/// The counter-based generator Philox4x32-10: a bijection of 128 bits chosen by a 64-bit key.
///
/// It has no state. Equal (counter, key) give equal words wherever and whenever they are asked for,
/// and distinct counters give independent-looking words, so a random number is an address.
///
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy as
/// 1, 2, 3", SC11, section 3.3; checked against the vectors published with Random123.
public enum Philox4x32 {
  /// Ten rounds of the generator.
  ///
  /// - Parameters:
  ///   - counter: The input words c₀, c₁, c₂, c₃.
  ///   - key: The key words k₀, k₁.
  /// - Returns: The output words x₀, x₁, x₂, x₃.
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let first = UInt64(c0) &* 0xd251_1f53
      let second = UInt64(c2) &* 0xcd9e_8d57
      (c0, c1, c2, c3) = (
        UInt32(truncatingIfNeeded: second >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: first)
      )
      // Weyl sequences of the golden ratio and of √3 − 1 change the key each round.
      k0 &+= 0x9e37_79b9
      k1 &+= 0xbb67_ae85
    }
    return SIMD4(c0, c1, c2, c3)
  }

  /// Eight blocks at once: ``block(counter:key:)`` in each lane, words in the low halves of 64 bits.
  @inline(__always)
  static func blocks(counters: WideWords, key: SIMD2<UInt32>) -> WideWords {
    var c = counters
    let low = Wide(repeating: 0xffff_ffff)
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let first = c.0 &* Wide(repeating: 0xd251_1f53)
      let second = c.2 &* Wide(repeating: 0xcd9e_8d57)
      c = (
        (second &>> 32) ^ c.1 ^ Wide(repeating: UInt64(k0)), second & low,
        (first &>> 32) ^ c.3 ^ Wide(repeating: UInt64(k1)), first & low
      )
      k0 &+= 0x9e37_79b9
      k1 &+= 0xbb67_ae85
    }
    return c
  }

  typealias Wide = SIMD8<UInt64>
  /// The words 0, 1, 2, 3 of eight blocks.
  typealias WideWords = (Wide, Wide, Wide, Wide)
}
