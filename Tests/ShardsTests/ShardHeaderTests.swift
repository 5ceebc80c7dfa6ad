import Digests
import Testing

@testable import Shards

@Suite struct ShardHeaderTests {
  private let header = ShardHeader(
    sweepDigest: .of(Array("sweep".utf8)), numericsVersion: 2, shard: 42, runs: 1000..<1016,
    contentByteCount: 12_345, contentDigest: .of(Array("content".utf8)))

  @Test func aHeaderReadsBackAsItWasWritten() throws {
    let read = try #require(ShardHeader(bytes: header.bytes))
    #expect(read == header)
    #expect(header.bytes.count == ShardHeader.byteCount)
  }

  @Test func everyFlippedBitIsFound() {
    let bytes = header.bytes
    for index in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[index] ^= 1 << bit
        #expect(ShardHeader(bytes: flipped) == nil, "byte \(index), bit \(bit)")
      }
    }
  }

  @Test func aShorterOrLongerHeaderIsNone() {
    #expect(ShardHeader(bytes: Array(header.bytes.dropLast())) == nil)
    #expect(ShardHeader(bytes: header.bytes + [0]) == nil)
    #expect(ShardHeader(bytes: []) == nil)
  }
}
