public import Digests
internal import FileSystem

extension ResultsMerger {
  /// Reads a merged file from the disk and compares it with the shards that it was made of, bit for
  /// bit.
  ///
  /// - Parameters:
  ///   - path: What ``merge(to:allowMissing:)`` wrote.
  ///   - digest: What it said of that.
  /// - Throws: ``ShardError`` where anything differs; then the shards are still needed.
  public func readBack(_ path: String, expecting digest: SHA256Digest) throws(ShardError) {
    Files.forgetCached(path)
    let found: SHA256Digest
    // HDF5 may crash where a read fails; what is in memory does not fail.
    var bytes: [UInt8]?
    do throws(FileError) {
      if try Files.size(of: path) ?? 0 <= ShardContents.mostKeptBytes {
        let read = try Files.read(path)
        found = .of(read)
        bytes = read
      } else {
        found = try .ofFile(at: path)
      }
    } catch {
      throw .file(error)
    }
    guard found == digest else {
      throw .damaged(path: path, reason: "what the disk holds is not what was written")
    }
    let results = try ResultsFile.open(path, bytes: bytes)
    for (index, source) in sources.enumerated() {
      for shard in 0..<source.manifest.shardCount where try source.reader(shard).exists {
        try source.reader(shard).contents().read(
          shape: source.shape, rows: max(1, (16 << 20) / source.shape.bytesPerRun),
          keepsNaNs: true
        ) { block throws(ShardError) in
          for segment in rows.segments(ofRuns: block.runs, source: index) {
            guard try isSame(segment, of: block, in: results) else {
              throw .damaged(
                path: path,
                reason: "rows \(segment.rows) are not those of \(source.reader(shard).path)")
            }
          }
        }
      }
    }
  }

  private func isSame(
    _ segment: MergedRows.Segment, of block: RecordBlock, in results: borrowing ResultsFile
  ) throws(ShardError) -> Bool {
    let read = try results.records(ofRuns: segment.rows, keepsNaNs: true)
    var (own, other) = (
      RecordBlock(runs: segment.rows, shape: shape), RecordBlock(runs: segment.rows, shape: shape)
    )
    for (row, run) in zip(segment.rows, segment.runs) {
      own.copy(run: row, from: block, run: run)
      other.copy(run: row, from: read, run: row)
    }
    return own.hasSameBits(as: other)
  }
}
