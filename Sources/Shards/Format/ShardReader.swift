public import Digests
internal import FileSystem
internal import HDF5

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

  /// A reader for one shard of one sweep; nothing is opened.
  public init(path: String, sweepDigest: SHA256Digest, shard: Int, runs: Range<Int>) {
    self.path = path
    self.sweepDigest = sweepDigest
    self.shard = shard
    self.runs = runs
  }

  /// A reader of shard `index` in a directory with its manifest.
  public init(_ index: Int, in directory: SweepDirectory, _ manifest: Manifest) {
    self.init(
      path: directory.shard(index), sweepDigest: manifest.digest, shard: index,
      runs: manifest.runs(ofShard: index))
  }

  /// Whether there is a file under the shard's name.
  public var exists: Bool { Files.exists(path) }

  /// Reads the header and compares it, and the file's size, with what the shard must be.
  ///
  /// The content is not read: this is the resume scan, a few hundred bytes a shard.
  ///
  /// - Throws: ``ShardError``.
  @discardableResult
  public func checkHeader() throws(ShardError) -> ShardHeader {
    let bytes: [UInt8]
    do {
      bytes = try Files.read(path, atMost: ShardHeader.byteCount)
    } catch {
      throw .file(error)
    }
    guard let header = ShardHeader(bytes: bytes) else {
      throw .damaged(path: path, reason: "the header is not that of a shard")
    }
    guard header.formatVersion == FormatVersion.format,
      header.numericsVersion == FormatVersion.numerics
    else {
      throw .otherVersion(
        path: path, format: header.formatVersion, numerics: header.numericsVersion)
    }
    guard header.sweepDigest == sweepDigest else { throw .foreign(path: path) }
    guard header.shard == shard, header.runs == runs else {
      throw .damaged(path: path, reason: "it holds shard \(header.shard), not \(shard)")
    }
    guard Files.size(of: path) == ShardHeader.byteCount + header.contentByteCount else {
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
    guard digest == header.contentDigest else {
      throw .damaged(path: path, reason: "the content does not match its SHA-256")
    }
  }

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
    try verify()
    let datasets = RecordDatasets(shape: shape, rowCount: runs.count)
    var first = runs.lowerBound
    while first < runs.upperBound {
      let part = first..<min(first + rows, runs.upperBound)
      let block: RecordBlock
      do {
        let file = try File.openForReading(at: path)
        block = try datasets.read(runs: part, firstRun: runs.lowerBound, from: file)
        try file.close()
      } catch {
        throw .damaged(path: path, reason: error.description)
      }
      try body(block)
      first = part.upperBound
    }
  }

  /// Verifies the shard and reads all its records, every NaN with its bits.
  ///
  /// - Throws: ``ShardError``.
  public func readExactly(shape: RecordShape) throws(ShardError) -> RecordBlock {
    try verify()
    do {
      let file = try File.openForReading(at: path)
      let block = try RecordDatasets(shape: shape, rowCount: runs.count).read(
        runs: runs, firstRun: runs.lowerBound, keepsNaNs: true, from: file)
      try file.close()
      return block
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }
}
