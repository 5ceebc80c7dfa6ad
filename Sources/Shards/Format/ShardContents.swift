internal import Digests
internal import FileSystem
internal import HDF5

/// A shard whose every byte was compared with its digest.
public struct ShardContents: Sendable {
  /// The shard.
  public let reader: ShardReader
  /// The bytes that were checked, for HDF5 to read; nil where they are too many to keep.
  private let bytes: [UInt8]?

  /// Shards up to this size are read once and kept: 256 MiB.
  static let mostKeptBytes = 1 << 28

  /// Reads and checks a shard.
  ///
  /// - Throws: ``ShardError``.
  init(of reader: ShardReader) throws(ShardError) {
    self.reader = reader
    let size: Int?
    do { size = try Files.size(of: reader.path) } catch { throw .file(error) }
    guard size ?? 0 <= Self.mostKeptBytes else {
      try reader.verify()
      bytes = nil
      return
    }
    let bytes: [UInt8]
    do { bytes = try Files.read(reader.path, limit: Self.mostKeptBytes) } catch {
      throw .file(error)
    }
    let header = try reader.checkedHeader(
      Array(bytes.prefix(ShardHeader.byteCount)), fileByteCount: bytes.count)
    let digest = SHA256Digest.of(bytes.span.extracting(ShardHeader.byteCount...))
    guard digest == header.contentDigest else { throw reader.contentIsDamaged }
    self.bytes = bytes
  }

  /// Reads the records in blocks of at most `rows` runs.
  ///
  /// - Parameters:
  ///   - shape: Sizes of the columns.
  ///   - rows: The most runs in a block.
  ///   - keepsNaNs: Whether a variable that is nothing but NaN is in the block, with its bits.
  ///   - body: Called for consecutive blocks, in the order of runs.
  /// - Throws: ``ShardError``, and what `body` throws.
  public func read(
    shape: RecordShape, rows: Int, keepsNaNs: Bool = false,
    _ body: (RecordBlock) throws(ShardError) -> Void
  ) throws(ShardError) {
    let runs = reader.runs
    let datasets = RecordDatasets(shape: shape, rowCount: runs.count)
    let file: File
    do { file = try open() } catch { throw try damaged(error) }
    var first = runs.lowerBound
    while first < runs.upperBound {
      let part = first..<min(first + rows, runs.upperBound)
      let block: RecordBlock
      do {
        block = try datasets.read(
          runs: part, firstRun: runs.lowerBound, keepsNaNs: keepsNaNs, isShard: true,
          from: file)
      } catch {
        throw try damaged(error)
      }
      try body(block)
      first = part.upperBound
    }
    do { try file.close() } catch { throw try damaged(error) }
  }

  private func open() throws(HDF5Error) -> File {
    if let bytes { return try .openForReading(bytes, of: reader.path) }
    return try .openForReading(at: reader.path)
  }

  /// What HDF5's failure means.
  ///
  /// - Throws: ``ShardError`` where it could not read what was there a moment ago: then the disk is to
  ///   blame, and the shard may be as good as ever.
  private func damaged(_ error: HDF5Error) throws(ShardError) -> ShardError {
    if bytes == nil { try reader.verify() }
    return .damaged(path: reader.path, reason: error.description)
  }
}
