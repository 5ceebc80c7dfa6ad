public import Digests
internal import FileSystem
public import Sweeps

/// Judges and reads one shard.
public struct ShardReader: Sendable {
  /// The shard's file.
  public let path: String
  /// The sweep the shard must belong to.
  public let sweepDigest: SHA256Digest
  /// The shard's index, counted from 0.
  public let shard: Int
  /// The runs the shard must hold.
  public let runs: Range<Int>
  /// The numerics version that the shard must have.
  public let numericsVersion: Int

  /// A reader for one shard of one sweep; nothing is opened.
  public init(
    path: String, sweepDigest: SHA256Digest, shard: Int, runs: Range<Int>,
    numericsVersion: Int = NumericsVersion.latest
  ) {
    self.path = path
    self.numericsVersion = numericsVersion
    self.sweepDigest = sweepDigest
    self.shard = shard
    self.runs = runs
  }

  /// A reader of shard `index` in a directory with its manifest.
  public init(_ index: Int, in directory: SweepDirectory, _ manifest: Manifest) {
    self.init(
      path: directory.shard(index), sweepDigest: manifest.digest, shard: index,
      runs: manifest.runs(ofShard: index), numericsVersion: manifest.numericsVersion)
  }

  /// A reader of a file by itself, which must be the shard that its own header says.
  ///
  /// - Throws: ``ShardError``.
  public init(ofFile path: String) throws(ShardError) {
    let bytes: [UInt8]
    do { bytes = try Files.read(path, atMost: ShardHeader.byteCount) } catch { throw .file(error) }
    guard let header = ShardHeader(bytes: bytes) else {
      throw .damaged(path: path, reason: "the header is not that of a shard")
    }
    self.init(
      path: path, sweepDigest: header.sweepDigest, shard: header.shard, runs: header.runs,
      numericsVersion: header.numericsVersion)
  }

  /// Whether there is a file under the shard's name.
  ///
  /// - Throws: ``ShardError/file(_:)`` where that cannot be told.
  public var exists: Bool {
    get throws(ShardError) {
      do { return try Files.exists(path) } catch { throw .file(error) }
    }
  }

  /// Reads the header and compares it, and the file's size, with what the shard must be.
  ///
  /// The content is not read: this is the resume scan, a few hundred bytes a shard.
  ///
  /// - Throws: ``ShardError``.
  @discardableResult
  public func checkHeader() throws(ShardError) -> ShardHeader {
    let (bytes, size): ([UInt8], Int?)
    do {
      bytes = try Files.read(path, atMost: ShardHeader.byteCount)
      size = try Files.size(of: path)
    } catch {
      throw .file(error)
    }
    return try checkedHeader(bytes, fileByteCount: size ?? 0)
  }

  /// Whether the shard is there and whole, by its header and the file's size.
  ///
  /// - Throws: ``ShardError/file(_:)`` where that cannot be told.
  var isWhole: Bool {
    get throws(ShardError) {
      guard try exists else { return false }
      do throws(ShardError) {
        try checkHeader()
        return true
      } catch {
        if case .file = error { throw error }
        return false
      }
    }
  }

  /// The header in a file's first bytes, compared with what the shard must be.
  func checkedHeader(_ bytes: [UInt8], fileByteCount: Int) throws(ShardError) -> ShardHeader {
    guard let header = ShardHeader(bytes: bytes) else {
      throw .damaged(path: path, reason: "the header is not that of a shard")
    }
    // Shards of all formats have one layout.
    guard FormatVersion.readableShards.contains(header.formatVersion),
      header.numericsVersion == numericsVersion
    else {
      throw .otherVersion(
        path: path, format: header.formatVersion, numerics: header.numericsVersion,
        expected: numericsVersion)
    }
    guard header.sweepDigest == sweepDigest else { throw .foreign(path: path) }
    guard header.shard == shard else {
      throw .damaged(path: path, reason: "it holds shard \(header.shard), not \(shard)")
    }
    guard header.runs == runs else {
      throw .damaged(
        path: path,
        reason: """
          it holds runs \(header.runs.lowerBound) to \(header.runs.upperBound - 1), where \
          manifest.json says \(runs.lowerBound) to \(runs.upperBound - 1)
          """)
    }
    guard header.isHeader(ofFileWith: fileByteCount) else {
      throw .damaged(path: path, reason: "the file is truncated or has bytes too many")
    }
    return header
  }

  /// Checks every byte against the digest, before HDF5 sees any.
  ///
  /// - Throws: ``ShardError``.
  public func verify() throws(ShardError) {
    let header = try checkHeader()
    let digest: SHA256Digest
    do {
      digest = try .ofFile(at: path, from: ShardHeader.byteCount)
    } catch {
      throw .file(error)
    }
    guard digest == header.contentDigest else { throw contentIsDamaged }
  }

  var contentIsDamaged: ShardError {
    .damaged(path: path, reason: "the content does not match its SHA-256")
  }

  /// Reads the shard's bytes, once, and checks all of them before HDF5 sees any.
  ///
  /// - Throws: ``ShardError``.
  public func contents() throws(ShardError) -> ShardContents { try ShardContents(of: self) }

  /// Verifies the shard and reads its records in blocks of at most `rows` runs.
  ///
  /// - Parameters:
  ///   - shape: Sizes of the columns.
  ///   - rows: The most runs in a block.
  ///   - body: Called for consecutive blocks, in the order of runs.
  /// - Throws: ``ShardError``, before the first block where the shard is damaged.
  public func read(
    shape: RecordShape, rows: Int, _ body: (RecordBlock) throws(ShardError) -> Void
  ) throws(ShardError) {
    try contents().read(shape: shape, rows: rows, body)
  }

  /// Verifies the shard and reads all its records, every NaN with its bits.
  ///
  /// - Throws: ``ShardError``.
  public func readExactly(shape: RecordShape) throws(ShardError) -> RecordBlock {
    var whole = RecordBlock(runs: runs, shape: shape)
    try contents().read(shape: shape, rows: max(runs.count, 1), keepsNaNs: true) { whole = $0 }
    return whole
  }
}
