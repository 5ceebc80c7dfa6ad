/// Reads values from bytes that ``WireEncoder`` wrote, in the order of writing.
///
/// A value that cannot be read is left where it is.
public struct WireDecoder: Sendable {
  private let bytes: [UInt8]
  private var position = 0

  /// Starts at the first of these bytes.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The number of bytes not yet read.
  public var remainingByteCount: Int { bytes.count - position }

  /// Reads one byte.
  public mutating func decode(_ type: UInt8.Type) throws(WireError) -> UInt8 {
    try require(1)
    defer { position += 1 }
    return bytes[position]
  }

  /// Reads 8 bytes.
  public mutating func decode(_ type: UInt64.Type) throws(WireError) -> UInt64 {
    try require(8)
    defer { position += 8 }
    return (0..<8).reduce(0) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
  }

  /// Reads 8 bytes, two's complement.
  public mutating func decode(_ type: Int64.Type) throws(WireError) -> Int64 {
    Int64(bitPattern: try decode(UInt64.self))
  }

  /// Reads 8 bytes, the IEEE 754 bit pattern.
  public mutating func decode(_ type: Double.Type) throws(WireError) -> Double {
    Double(bitPattern: try decode(UInt64.self))
  }

  /// Reads a byte count and UTF-8 text.
  public mutating func decode(_ type: String.Type) throws(WireError) -> String {
    let start = position
    guard let text = String(validating: try decode([UInt8].self), as: UTF8.self) else {
      position = start
      throw .invalidText
    }
    return text
  }

  /// Reads a byte count and bytes.
  public mutating func decode(_ type: [UInt8].Type) throws(WireError) -> [UInt8] {
    let start = position
    let count = try decode(UInt64.self)
    guard count <= UInt64(remainingByteCount) else {
      defer { position = start }
      throw .truncated(needed: count, remaining: remainingByteCount)
    }
    defer { position += Int(count) }
    return Array(bytes[position..<position + Int(count)])
  }

  /// Checks that everything was read.
  ///
  /// - Throws: ``WireError/trailingBytes(count:)`` if not.
  public func finish() throws(WireError) {
    guard remainingByteCount == 0 else { throw .trailingBytes(count: remainingByteCount) }
  }

  private func require(_ count: Int) throws(WireError) {
    guard remainingByteCount >= count else {
      throw .truncated(needed: UInt64(count), remaining: remainingByteCount)
    }
  }
}
