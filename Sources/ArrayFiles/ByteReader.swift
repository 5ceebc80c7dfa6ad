/// Little-endian numbers of some bytes; nil beyond their end.
struct ByteReader {
  let bytes: ArraySlice<UInt8>

  /// An unsigned number of as many bytes at a distance from the first.
  func number(at offset: Int, byteCount: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - byteCount else { return nil }
    let start = bytes.startIndex + offset
    var number: UInt64 = 0
    for byte in bytes[start..<start + byteCount].reversed() { number = number << 8 | UInt64(byte) }
    return Int(exactly: number)
  }

  /// Some bytes.
  func slice(at offset: Int, count: Int) -> ArraySlice<UInt8>? {
    guard offset >= 0, count >= 0, offset <= bytes.count - count else { return nil }
    let start = bytes.startIndex + offset
    return bytes[start..<start + count]
  }
}
