import Digests
import FileSystem
import Orchestration
import Shards

extension DealingTrial {
  /// What a scan of many shards took.
  struct ScanReport: Hashable, Sendable, Encodable {
    /// Shards found.
    var shards: Int
    /// Runs in them.
    var runs: Int
    /// Seconds to open the sweep from its manifest.
    var openSeconds: Double
    /// Seconds of the resume scan.
    var scanSeconds: Double
    /// The most memory of the process, in bytes.
    var peakBytes: Int
  }

  /// Scans a directory of all the shards of the trial's sweep.
  ///
  /// They are made first, as far as the scan looks at them: headers in front of nothing.
  ///
  /// - Parameter directory: Where; it must not hold a sweep.
  /// - Returns: What the scan took, without the making.
  /// - Throws: ``OrchestrationError`` where the directory cannot be written.
  func scan(in directory: SweepDirectory) throws -> ScanReport {
    let manifest = try session(in: directory).manifest
    try Files.makeDirectory(directory.path)
    try Files.create(directory.manifest, containing: manifest.json)
    for shard in 0..<manifest.shardCount {
      let path = directory.shard(shard)
      if shard.isMultiple(of: 1000) { try Files.makeDirectory(Files.directory(of: path)) }
      let header = ShardHeader(
        sweepDigest: manifest.digest, numericsVersion: manifest.numericsVersion, shard: shard,
        runs: manifest.runs(ofShard: shard), contentByteCount: 0, contentDigest: .of([]))
      try Files.create(path, containing: header.bytes)
    }
    let start = monotonicSeconds()
    let session = try SweepSession(opening: directory)
    let opened = monotonicSeconds()
    let found = try ResumeScan(session)
    let end = monotonicSeconds()
    return ScanReport(
      shards: found.finished.count, runs: session.manifest.runCount, openSeconds: opened - start,
      scanSeconds: end - opened, peakBytes: peakResidentBytes())
  }
}
