public import Digests
internal import FileSystem
internal import HDF5

/// Makes one labelled results file of a sweep's shards.
///
/// Shards are read one after the other, verified first, and written in the order of runs; memory
/// does not grow with the sweep. The file appears under its name in one step.
public struct ResultsMerger: Sendable {
  /// What a merge found.
  public struct Outcome: Sendable {
    /// Digest of the results file.
    public var digest: SHA256Digest
    /// Runs by how they ended.
    public var runs: [RunState: Int]
  }

  private let directory: SweepDirectory
  private let manifest: Manifest
  private let shape: RecordShape
  private let columns: [ParameterColumn]

  /// A merger of the shards in `directory`.
  public init(
    directory: SweepDirectory, manifest: Manifest, shape: RecordShape, columns: [ParameterColumn]
  ) {
    self.directory = directory
    self.manifest = manifest
    self.shape = shape
    self.columns = columns
  }

  /// Checks every byte of every shard.
  ///
  /// - Parameter progress: Called with the number of shards checked.
  /// - Returns: The shards that cannot be merged, counted from 0, and why the damaged ones cannot.
  public func unsoundShards(
    progress: (Int) -> Void = { _ in }
  ) -> (missing: [Int], damaged: [(shard: Int, error: ShardError)]) {
    var missing: [Int] = []
    var damaged: [(shard: Int, error: ShardError)] = []
    for index in 0..<manifest.shardCount {
      let reader = ShardReader(index, in: directory, manifest)
      if !reader.exists {
        missing.append(index)
      } else {
        do { try reader.verify() } catch { damaged.append((index, error)) }
      }
      progress(index + 1)
    }
    return (missing, damaged)
  }

  /// Writes the results to `path`.
  ///
  /// - Parameters:
  ///   - path: Where the file goes; what is there is replaced.
  ///   - allowMissing: Whether runs without a shard become `absent` instead of an error.
  ///   - progress: Called with the number of shards merged.
  /// - Returns: The file's digest, and how the runs ended.
  /// - Throws: ``ShardError``; then `path` is untouched.
  public func merge(
    to path: String, allowMissing: Bool = false, progress: (Int) -> Void = { _ in }
  ) throws(ShardError) -> Outcome {
    let readers = (0..<manifest.shardCount).map { ShardReader($0, in: directory, manifest) }
    let missing = readers.filter { !$0.exists }
    guard allowMissing || missing.isEmpty else {
      throw .incomplete(
        path: directory.path, missingRuns: missing.reduce(0) { $0 + $1.runs.count })
    }
    let temporary = Files.temporaryPath(for: path)
    do {
      let runs = try write(readers.filter(\.exists), to: temporary, progress: progress)
      let digest = try publish(temporary, as: path)
      let absent = missing.reduce(0) { $0 + $1.runs.count }
      return Outcome(digest: digest, runs: runs.merging([.absent: absent], uniquingKeysWith: +))
    } catch {
      try? Files.remove(temporary)
      throw error
    }
  }

  private func write(
    _ readers: [ShardReader], to path: String, progress: (Int) -> Void
  ) throws(ShardError) -> [RunState: Int] {
    var counts: [RunState: Int] = [:]
    do {
      try Files.makeDirectory(Files.directory(of: path))
    } catch {
      throw .file(error)
    }
    let writer = try makeWriter(path)
    for (index, reader) in readers.enumerated() {
      try reader.read(shape: shape, rows: rowsAtOnce) { block throws(ShardError) in
        for status in block.status {
          counts[RunState(rawValue: status) ?? .failed, default: 0] += 1
        }
        do throws(HDF5Error) { try writer.write(block) } catch { throw .hdf5(error) }
      }
      progress(index + 1)
    }
    do {
      try writer.close()
    } catch {
      throw .hdf5(error)
    }
    return counts
  }

  private func makeWriter(_ path: String) throws(ShardError) -> ResultsWriter {
    do {
      return try .create(path: path, manifest: manifest, shape: shape, columns: columns)
    } catch {
      throw .hdf5(error)
    }
  }

  /// Rows that take about 16 MiB.
  private var rowsAtOnce: Int { max(1, (16 << 20) / shape.bytesPerRun) }

  private func publish(_ temporary: String, as path: String) throws(ShardError) -> SHA256Digest {
    do {
      let digest = try SHA256Digest.ofFile(at: temporary)
      try Files.publish(temporary, as: path)
      return digest
    } catch {
      throw .file(error)
    }
  }
}
