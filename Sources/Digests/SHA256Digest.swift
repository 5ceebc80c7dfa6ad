/// A SHA-256 digest: 32 bytes, written as 64 lowercase hexadecimal digits.
///
/// - SeeAlso: FIPS 180-4, "Secure Hash Standard", section 6.2.
public struct SHA256Digest: Hashable, Sendable {
  /// How many bytes a digest has.
  public static let byteCount = 32

  /// The digest, first byte first.
  public let bytes: [UInt8]

  /// A digest from its bytes, or nil where there are not 32 of them.
  public init?(bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// A digest from 64 hexadecimal digits of either case, or nil for anything else.
  public init?(hex: some StringProtocol) {
    let digits = Array(hex.utf8)
    guard digits.count == 2 * Self.byteCount else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = hexValue(digits[index]), let low = hexValue(digits[index + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    self.bytes = bytes
  }

  /// The digest of bytes in memory.
  public static func of(_ bytes: Span<UInt8>) -> SHA256Digest {
    var hasher = SHA256Hasher()
    hasher.update(bytes)
    return hasher.finalize()
  }

  /// The digest of bytes in memory.
  public static func of(_ bytes: [UInt8]) -> SHA256Digest {
    // Not `bytes.span`: Swift 6.3 may then drop the stores of an array that it keeps on the stack.
    unsafe bytes.withUnsafeBufferPointer { of(unsafe $0.span) }
  }

  /// The digest of a text in UTF-8.
  public static func of(_ text: some StringProtocol) -> SHA256Digest { of(Array(text.utf8)) }
}

extension SHA256Digest: CustomStringConvertible {
  /// 64 lowercase hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}

/// The value of an ASCII hexadecimal digit.
private func hexValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
  default: nil
  }
}
