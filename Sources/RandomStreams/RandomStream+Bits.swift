extension RandomStream {
  /// One bit: bit (position mod 32) of word (position mod 128) div 32 at index position div 128.
  ///
  /// As a sign, `true` is +1 and `false` is −1.
  public func bit(at position: UInt64) -> Bool {
    let word = block(at: position / 128)[Int(position % 128 / 32)]
    return word >> UInt32(position % 32) & 1 == 1
  }

  /// The first `count` bits, packed: bit i is bit i mod 32 of word i div 32.
  ///
  /// - Parameter count: Number of bits, ≥ 0.
  /// - Returns: ⌈count / 32⌉ words; unused high bits of the last one are 0.
  public func signWords(count: Int) -> [UInt32] {
    precondition(count >= 0, "a number of bits cannot be negative")
    var words: [UInt32] = []
    words.reserveCapacity((count + 127) / 128 * 4)
    for index in 0..<((count + 127) / 128) {
      let block = block(at: UInt64(index))
      for k in 0..<4 { words.append(block[k]) }
    }
    words.removeLast(words.count - (count + 31) / 32)
    if count % 32 != 0 {
      words[words.count - 1] &= UInt32(1) << UInt32(count % 32) - 1
    }
    return words
  }
}
