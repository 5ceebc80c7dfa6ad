public import Digests

/// What the 512 bytes in front of the content of a shard or a checkpoint say.
///
/// HDF5 leaves these bytes (its user block) alone. They let the resume scan judge a shard without
/// HDF5, and `verify` check every byte before HDF5 sees any.
public struct ShardHeader: Hashable, Sendable {
  /// What the header stands in front of; the raw value is the file's first line.
  public enum Kind: String, Hashable, Sendable {
    /// A finished shard.
    case shard = "THALWEG SHARD\n"
    /// The restartable state of a shard under way.
    case checkpoint = "THALWEG CHECKPOINT\n"
  }

  /// Bytes that the header takes at the start of the file.
  public static let byteCount = 512

  /// What the header stands in front of.
  public let kind: Kind
  /// Layout version of the file.
  public var formatVersion: Int
  /// Numerics version of the results in it.
  public var numericsVersion: Int
  /// Digest of the sweep the shard belongs to.
  public var sweepDigest: SHA256Digest
  /// Shard index, counted from 0.
  public var shard: Int
  /// First run and the one after the last, counted from 0.
  public var runs: Range<Int>
  /// Bytes after the header.
  public var contentByteCount: Int
  /// SHA-256 of the bytes after the header.
  public var contentDigest: SHA256Digest

  /// The header as text lines, padded with zeros to ``byteCount``.
  public var bytes: [UInt8] {
    let text = """
      \(kind.rawValue)format \(formatVersion)
      numerics \(numericsVersion)
      sweep \(sweepDigest)
      shard \(shard)
      runs \(runs.lowerBound) \(runs.upperBound)
      length \(contentByteCount)
      sha256 \(contentDigest)
      """
    let lines = Array((text + "\n").utf8)
    // The last line covers the lines before it, so that a flipped bit in the header shows.
    let check = Array("header \(SHA256Digest.of(lines))\n".utf8)
    let all = lines + check
    precondition(all.count <= Self.byteCount, "the header fits its block")
    return all + [UInt8](repeating: 0, count: Self.byteCount - all.count)
  }

  /// Whether bytes start like a shard, be it whole or damaged.
  public static func isClaimed(by bytes: [UInt8]) -> Bool {
    bytes.starts(with: Kind.shard.rawValue.utf8)
  }

  /// Whether a file of so many bytes is as long as the header says.
  func isHeader(ofFileWith byteCount: Int) -> Bool {
    // Not the sum, which may be more than there are numbers.
    byteCount - Self.byteCount == contentByteCount
  }

  /// A header for a file of this format version.
  package init(
    kind: Kind = .shard, sweepDigest: SHA256Digest, numericsVersion: Int, shard: Int,
    runs: Range<Int>, contentByteCount: Int, contentDigest: SHA256Digest
  ) {
    self.kind = kind
    formatVersion = FormatVersion.format
    self.numericsVersion = numericsVersion
    self.sweepDigest = sweepDigest
    self.shard = shard
    self.runs = runs
    self.contentByteCount = contentByteCount
    self.contentDigest = contentDigest
  }

  /// Reads a header; nil for bytes that are not a whole and unchanged one.
  public init?(bytes: [UInt8], kind: Kind = .shard) {
    guard bytes.count == Self.byteCount,
      let end = bytes.firstIndex(of: 0),
      bytes[end...].allSatisfy({ $0 == 0 }),
      let text = String(validating: bytes[..<end], as: UTF8.self), text.hasPrefix(kind.rawValue)
    else { return nil }
    // Bytes, not characters, which take long to tell apart.
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"))
    guard lines.count == 9 else { return nil }
    var fields: [Substring: [Substring]] = [:]
    for line in lines.dropFirst() {
      let words = line.split(separator: UInt8(ascii: " ")).map { Substring($0) }
      guard let key = words.first else { return nil }
      fields[key] = Array(words.dropFirst())
    }
    func number(_ key: Substring, _ index: Int = 0) -> Int? {
      guard let words = fields[key], words.indices.contains(index) else { return nil }
      return Int(words[index])
    }
    guard let format = number("format"), let numerics = number("numerics"),
      let sweep = fields["sweep"]?.first.flatMap(SHA256Digest.init(hex:)),
      let shard = number("shard"), shard >= 0,
      let first = number("runs", 0), let last = number("runs", 1), 0 <= first, first <= last,
      let length = number("length"), length >= 0,
      let content = fields["sha256"]?.first.flatMap(SHA256Digest.init(hex:))
    else { return nil }
    self.kind = kind
    formatVersion = format
    numericsVersion = numerics
    sweepDigest = sweep
    self.shard = shard
    runs = first..<last
    contentByteCount = length
    contentDigest = content
    // Only the one right spelling of these fields is a header: this checks the last line too.
    guard self.bytes == bytes else { return nil }
  }
}
