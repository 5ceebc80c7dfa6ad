internal import Digests
internal import FileSystem

/// Where the checkpoint of one shard is, and what it must be to be used.
public struct CheckpointFile: Sendable {
  /// The file.
  public let path: String
  private let sweepDigest: SHA256Digest
  private let numericsVersion: Int
  private let shard: Int
  private let runs: Range<Int>

  /// The checkpoint of shard `index` in a directory with its manifest; nothing is opened.
  public init(_ index: Int, in directory: SweepDirectory, _ manifest: Manifest) {
    path = directory.checkpoint(index)
    sweepDigest = manifest.digest
    numericsVersion = manifest.numericsVersion
    shard = index
    runs = manifest.runs(ofShard: index)
  }

  /// Writes or replaces the checkpoint in one step.
  ///
  /// - Throws: ``ShardError/file(_:)``; what was there before is untouched then.
  public func write(_ checkpoint: ShardCheckpoint) throws(ShardError) {
    let body = checkpoint.body
    let header = ShardHeader(
      kind: .checkpoint, sweepDigest: sweepDigest, numericsVersion: numericsVersion, shard: shard,
      runs: runs, contentByteCount: body.count, contentDigest: .of(body))
    do {
      try Files.makeDirectory(Files.directory(of: path))
      try Files.replace(path, with: header.bytes + body)
    } catch {
      throw .file(error)
    }
  }

  /// The checkpoint, every byte checked against its SHA-256; nil where there is none.
  ///
  /// - Throws: ``ShardError`` for a file that is damaged, or of another sweep or version.
  public func read(shape: RecordShape) throws(ShardError) -> ShardCheckpoint? {
    guard try exists else { return nil }
    let header = try readHeader()
    let body: [UInt8]
    do {
      guard let byteCount = try Files.size(of: path), header.isHeader(ofFileWith: byteCount) else {
        throw ShardError.damaged(
          path: path, reason: "the file is truncated or has bytes too many")
      }
      // What does not fit in memory is not brought there before it is known to be right.
      if header.contentByteCount > Self.mostUncheckedBytes,
        try SHA256Digest.ofFile(at: path, from: ShardHeader.byteCount) != header.contentDigest
      {
        throw contentIsDamaged
      }
      body = try Files.read(path, from: ShardHeader.byteCount, atMost: header.contentByteCount)
    } catch {
      throw ShardError(error)
    }
    guard .of(body) == header.contentDigest else { throw contentIsDamaged }
    guard let checkpoint = ShardCheckpoint(body: body, shape: shape, runs: runs) else {
      throw .damaged(path: path, reason: "the content is not that of a checkpoint")
    }
    return checkpoint
  }

  /// Checkpoints up to this size are read before they are checked: 256 MiB.
  private static let mostUncheckedBytes = 1 << 28

  private var contentIsDamaged: ShardError {
    .damaged(path: path, reason: "the content does not match its SHA-256")
  }

  /// What keeps the checkpoint from being used, as far as its header and size tell; nil where nothing
  /// does, or there is none.
  ///
  /// - Throws: ``FileSystem/FileError`` where that cannot be told.
  public var fault: ShardError? {
    get throws(FileError) {
      do throws(ShardError) {
        guard try exists else { return nil }
        let header = try readHeader()
        let byteCount: Int?
        do { byteCount = try Files.size(of: path) } catch { throw .file(error) }
        guard let byteCount, header.isHeader(ofFileWith: byteCount) else {
          return .damaged(path: path, reason: "the file is truncated or has bytes too many")
        }
        return nil
      } catch {
        if case .file(let error) = error { throw error }
        return error
      }
    }
  }

  /// Run-steps done, by the header and the first number alone; 0 where there is no usable file.
  ///
  /// - Throws: ``FileSystem/FileError`` where that cannot be told.
  public var runSteps: Int64 {
    get throws(FileError) {
      do throws(ShardError) {
        guard try exists else { return 0 }
        _ = try readHeader()
      } catch {
        if case .file(let error) = error { throw error }
        return 0
      }
      var reader = LittleEndianReader(
        try Files.read(path, from: ShardHeader.byteCount, atMost: 8))
      return Int64(max(reader.number() ?? 0, 0))
    }
  }

  /// Whether there is a file under the checkpoint's name.
  private var exists: Bool {
    get throws(ShardError) {
      do { return try Files.exists(path) } catch { throw .file(error) }
    }
  }

  /// Removes the checkpoint; one that is not there is fine.
  public func remove() { try? Files.remove(path) }

  private func readHeader() throws(ShardError) -> ShardHeader {
    let bytes: [UInt8]
    do {
      bytes = try Files.read(path, atMost: ShardHeader.byteCount)
    } catch {
      throw .file(error)
    }
    guard let header = ShardHeader(bytes: bytes, kind: .checkpoint) else {
      throw .damaged(path: path, reason: "the header is not that of a checkpoint")
    }
    guard header.formatVersion == FormatVersion.format,
      header.numericsVersion == numericsVersion
    else {
      throw .otherVersion(
        path: path, format: header.formatVersion, numerics: header.numericsVersion,
        expected: numericsVersion)
    }
    guard header.sweepDigest == sweepDigest else { throw .foreign(path: path) }
    guard header.shard == shard, header.runs == runs else {
      throw .damaged(path: path, reason: "it is of shard \(header.shard), not \(shard)")
    }
    return header
  }
}
