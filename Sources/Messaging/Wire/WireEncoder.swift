/// Writes values as bytes, for ``WireDecoder`` to read in the same order.
///
/// Integers and floating-point bit patterns are little-endian and of fixed width; text (UTF-8) and
/// byte arrays carry their byte count as a `UInt64` in front. There are no type marks.
public struct WireEncoder: Sendable {
  /// What was encoded so far.
  public private(set) var bytes: [UInt8] = []

  /// Starts with no bytes.
  public init() {}

  /// Appends one byte.
  public mutating func encode(_ value: UInt8) {
    bytes.append(value)
  }

  /// Appends 8 bytes.
  public mutating func encode(_ value: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }

  /// Appends 8 bytes, two's complement.
  public mutating func encode(_ value: Int64) {
    encode(UInt64(bitPattern: value))
  }

  /// Appends 8 bytes, the IEEE 754 bit pattern: every value, NaNs included, keeps its bits.
  public mutating func encode(_ value: Double) {
    encode(value.bitPattern)
  }

  /// Appends a byte count and the UTF-8 bytes.
  public mutating func encode(_ value: String) {
    encode(Array(value.utf8))
  }

  /// Appends a byte count and the bytes.
  public mutating func encode(_ value: [UInt8]) {
    encode(UInt64(value.count))
    bytes += value
  }
}
