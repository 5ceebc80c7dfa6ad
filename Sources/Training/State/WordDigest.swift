/// A digest of a sequence of 64-bit words, against mistakes and damage, not against malice.
///
/// Each word is taken in by a bijection of the digest, so that two sequences that differ in one word
/// always have different digests.
struct WordDigest {
  private(set) var value: UInt64 = 0x6a09_e667_f3bc_c908  // √2, bits of its fraction

  mutating func combine(_ word: UInt64) {
    value = (value ^ word) &* 0x9e37_79b9_7f4a_7c15  // odd, hence invertible
    value ^= value >> 32
  }

  mutating func combine(_ number: Int) { combine(UInt64(bitPattern: Int64(number))) }

  mutating func combine(_ number: Double) { combine(number.bitPattern) }

  /// The length, then the numbers.
  mutating func combine(_ numbers: [Double]) {
    combine(numbers.count)
    for number in numbers { combine(number.bitPattern) }
  }

  /// The length, then the bytes of UTF-8.
  mutating func combine(_ text: String) {
    combine(text.utf8.count)
    for byte in text.utf8 { combine(UInt64(byte)) }
  }
}
