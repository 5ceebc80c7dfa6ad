import Messaging
import Testing

@Suite struct WireTests {
  @Test func valuesComeBackInOrder() throws {
    var encoder = WireEncoder()
    encoder.encode(200 as UInt8)
    encoder.encode(Int64.min)
    encoder.encode(UInt64.max)
    encoder.encode(-0.0)
    encoder.encode("Ευκλείδης η")
    encoder.encode([1, 2, 3] as [UInt8])
    encoder.encode("")

    var decoder = WireDecoder(encoder.bytes)
    #expect(try decoder.decode(UInt8.self) == 200)
    #expect(try decoder.decode(Int64.self) == Int64.min)
    #expect(try decoder.decode(UInt64.self) == UInt64.max)
    #expect(try decoder.decode(Double.self).bitPattern == (-0.0).bitPattern)
    #expect(try decoder.decode(String.self) == "Ευκλείδης η")
    #expect(try decoder.decode([UInt8].self) == [1, 2, 3])
    #expect(try decoder.decode(String.self) == "")
    try decoder.finish()
  }

  @Test func aNaNKeepsItsBits() throws {
    let payload = Double(nan: 0x1234, signaling: false)
    var encoder = WireEncoder()
    encoder.encode(payload)
    var decoder = WireDecoder(encoder.bytes)
    #expect(try decoder.decode(Double.self).bitPattern == payload.bitPattern)
  }

  @Test func integersAreLittleEndian() {
    var encoder = WireEncoder()
    encoder.encode(0x0102_0304_0506_0708 as UInt64)
    #expect(encoder.bytes == [8, 7, 6, 5, 4, 3, 2, 1])
  }

  @Test func everyTruncationIsAnError() throws {
    var encoder = WireEncoder()
    encoder.encode(1 as UInt64)
    encoder.encode("thalweg")
    for count in 0..<encoder.bytes.count {
      var decoder = WireDecoder(Array(encoder.bytes.prefix(count)))
      #expect(throws: WireError.self) {
        _ = try decoder.decode(UInt64.self)
        _ = try decoder.decode(String.self)
      }
    }
  }

  @Test func aHugeCountIsTruncationNotATrap() {
    var encoder = WireEncoder()
    encoder.encode(UInt64.max)
    var decoder = WireDecoder(encoder.bytes)
    #expect(throws: WireError.truncated(needed: .max, remaining: 0)) {
      try decoder.decode([UInt8].self)
    }
    #expect(decoder.remainingByteCount == 8)
  }

  @Test func invalidTextAndTrailingBytesAreErrors() throws {
    var encoder = WireEncoder()
    encoder.encode([0xff, 0xfe] as [UInt8])
    var decoder = WireDecoder(encoder.bytes)
    #expect(throws: WireError.invalidText) { try decoder.decode(String.self) }
    #expect(throws: WireError.trailingBytes(count: 10)) { try decoder.finish() }
    #expect(try decoder.decode([UInt8].self) == [0xff, 0xfe])
  }
}
