private import CZlib

/// The members of a ZIP archive, stored or deflated.
///
/// Source: PKWARE, ".ZIP File Format Specification", 6.3.10, sections 4.3 and 4.5.3.
struct ZIPArchive {
  private struct Member {
    var name: String
    var flags: Int
    var method: Int
    var checksum: Int
    var packedCount: Int
    var count: Int
    var offset: Int
  }

  private let reader: ByteReader
  private var members: [Member] = []

  /// The names of the members, in the order of the archive.
  var names: [String] { members.map(\.name) }

  /// Whether bytes begin as an archive does.
  static func isClaimed(by bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4b, 3, 4]) || bytes.starts(with: [0x50, 0x4b, 5, 6])
  }

  init(_ bytes: [UInt8]) throws(ArrayFileError) {
    reader = ByteReader(bytes: bytes[...])
    let (count, start) = try Self.directory(reader)
    var offset = start
    for _ in 0..<count {
      guard reader.number(at: offset, byteCount: 4) == 0x0201_4b50,
        let flags = reader.number(at: offset + 8, byteCount: 2),
        let method = reader.number(at: offset + 10, byteCount: 2),
        let checksum = reader.number(at: offset + 16, byteCount: 4),
        let packed = reader.number(at: offset + 20, byteCount: 4),
        let size = reader.number(at: offset + 24, byteCount: 4),
        let nameLength = reader.number(at: offset + 28, byteCount: 2),
        let extraLength = reader.number(at: offset + 30, byteCount: 2),
        let commentLength = reader.number(at: offset + 32, byteCount: 2),
        let place = reader.number(at: offset + 42, byteCount: 4),
        let name = reader.slice(at: offset + 46, count: nameLength),
        let extra = reader.slice(at: offset + 46 + nameLength, count: extraLength)
      else { throw Self.damage }
      var member = Member(
        name: String(decoding: name, as: UTF8.self), flags: flags, method: method,
        checksum: checksum, packedCount: packed, count: size, offset: place)
      try Self.widen(&member, ByteReader(bytes: extra))
      members.append(member)
      offset += 46 + nameLength + extraLength + commentLength
    }
  }

  private static let damage = ArrayFileError("the archive is damaged or cut short")

  /// The number of members and where they are listed.
  private static func directory(
    _ reader: ByteReader
  ) throws(ArrayFileError) -> (count: Int, start: Int) {
    // The end record is followed by a comment of at most 2¹⁶ − 1 bytes.
    let last = reader.bytes.count - 22
    guard last >= 0 else { throw damage }
    for end in (max(0, last - 0xffff)...last).reversed()
    where reader.number(at: end, byteCount: 4) == 0x0605_4b50 {
      guard let count = reader.number(at: end + 10, byteCount: 2),
        let start = reader.number(at: end + 16, byteCount: 4)
      else { throw damage }
      if count != 0xffff, start != 0xffff_ffff { return (count, start) }
      // The record of large archives, which a locator before the end points at.
      guard reader.number(at: end - 20, byteCount: 4) == 0x0706_4b50,
        let record = reader.number(at: end - 12, byteCount: 8),
        reader.number(at: record, byteCount: 4) == 0x0606_4b50,
        let wideCount = reader.number(at: record + 32, byteCount: 8),
        let wideStart = reader.number(at: record + 48, byteCount: 8)
      else { throw damage }
      return (wideCount, wideStart)
    }
    throw damage
  }

  /// Replaces what has no room in 32 bits by the fields of 64 bits that follow.
  private static func widen(_ member: inout Member, _ extra: ByteReader) throws(ArrayFileError) {
    let limit = 0xffff_ffff
    guard member.count == limit || member.packedCount == limit || member.offset == limit else {
      return
    }
    var offset = 0
    while let kind = extra.number(at: offset, byteCount: 2),
      let length = extra.number(at: offset + 2, byteCount: 2)
    {
      if kind == 1 {
        var next = offset + 4
        for key in [\Member.count, \.packedCount, \.offset] where member[keyPath: key] == limit {
          guard let wide = extra.number(at: next, byteCount: 8) else { throw damage }
          member[keyPath: key] = wide
          next += 8
        }
        return
      }
      offset += 4 + length
    }
    throw damage
  }

  /// The bytes of a member, whose checksum is right.
  func contents(of name: String) throws(ArrayFileError) -> [UInt8] {
    guard let member = members.last(where: { $0.name == name }),
      reader.number(at: member.offset, byteCount: 4) == 0x0403_4b50,
      let nameLength = reader.number(at: member.offset + 26, byteCount: 2),
      let extraLength = reader.number(at: member.offset + 28, byteCount: 2),
      let packed = reader.slice(
        at: member.offset + 30 + nameLength + extraLength, count: member.packedCount)
    else { throw Self.damage }
    if member.flags & 1 != 0 { throw ArrayFileError("'\(name)' in the archive is encrypted") }
    let bytes: [UInt8]
    switch member.method {
    case 0:
      guard member.count == packed.count else { throw Self.damage }
      bytes = Array(packed)
    case 8:
      // Deflate packs no better than 1 : 1032.
      guard member.count / 1032 <= packed.count else { throw Self.damage }
      bytes = try Self.inflated(packed, count: member.count)
    default:
      throw ArrayFileError(
        "'\(name)' is packed by method \(member.method)", hint: "numpy.savez writes it")
    }
    guard Self.checksum(of: bytes) == member.checksum else { throw Self.damage }
    return bytes
  }

  private static func inflated(
    _ packed: ArraySlice<UInt8>, count: Int
  ) throws(ArrayFileError) -> [UInt8] {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { output, filled in
      let isWhole = unsafe packed.withUnsafeBufferPointer { input in
        unsafe zlib_inflate_all(input.baseAddress, input.count, output.baseAddress, count)
      }
      filled = isWhole == 1 ? count : 0
    }
    guard bytes.count == count else { throw damage }
    return bytes
  }

  private static func checksum(of bytes: [UInt8]) -> Int {
    unsafe bytes.withUnsafeBufferPointer { Int(unsafe crc32_z(0, $0.baseAddress, $0.count)) }
  }
}
