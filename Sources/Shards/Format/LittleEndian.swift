/// Writes numbers and text as bytes, the low ones first.
package struct LittleEndianWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func write(_ value: Int) { write(UInt64(bitPattern: Int64(value))) }

  package mutating func write(_ value: UInt64) {
    for k in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * k))) }
  }

  /// The length, then the bytes.
  package mutating func write(_ values: [UInt8]) {
    write(values.count)
    bytes += values
  }

  package mutating func write(_ text: String) { write(Array(text.utf8)) }

  /// The length, then the numbers, bit by bit.
  package mutating func write(_ values: [Double]) { writeMemory(values) }

  package mutating func write(_ values: [Int64]) { writeMemory(values) }

  /// The length, then the memory, which is little-endian on all processors we know.
  private mutating func writeMemory<Number: BitwiseCopyable>(_ values: [Number]) {
    precondition(UInt16(1).littleEndian == 1, "a little-endian processor")
    write(values.count)
    unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }
}

/// Reads what ``LittleEndianWriter`` wrote; every read is nil beyond the end.
package struct LittleEndianReader {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var isAtEnd: Bool { position == bytes.count }

  package mutating func word() -> UInt64? {
    guard bytes.count - position >= 8 else { return nil }
    defer { position += 8 }
    let value = unsafe bytes.withUnsafeBytes { bytes in
      unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
    }
    return UInt64(littleEndian: value)
  }

  package mutating func number() -> Int? { word().map { Int(Int64(bitPattern: $0)) } }

  /// A length whose content of `size` bytes an element is there.
  private mutating func count(ofSize size: Int) -> Int? {
    guard let count = number(), (0...(bytes.count - position) / size).contains(count) else {
      return nil
    }
    return count
  }

  package mutating func byteArray() -> [UInt8]? {
    guard let count = count(ofSize: 1) else { return nil }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  package mutating func text() -> String? {
    byteArray().flatMap { String(validating: $0, as: UTF8.self) }
  }

  package mutating func words() -> [UInt64]? {
    guard let count = count(ofSize: 8) else { return nil }
    var words: [UInt64] = []
    words.reserveCapacity(count)
    for _ in 0..<count {
      guard let word = word() else { return nil }
      words.append(word)
    }
    return words
  }

  /// What was written as an array of reals.
  package mutating func reals() -> [Double]? { words()?.map { Double(bitPattern: $0) } }
}
