internal import Experiments
internal import FileSystem
public import Shards
public import Sweeps

/// A sweep with its directory: everything that follows from the specification alone.
public struct SweepSession: Sendable {
  /// Where the sweep's files are.
  public let directory: SweepDirectory
  /// What is run here.
  public let manifest: Manifest
  /// All runs.
  public let grid: Grid
  /// Sizes of the columns.
  public let shape: RecordShape

  /// The session of a manifest that was read or made already.
  public init(directory: SweepDirectory, manifest: Manifest) {
    self.directory = directory
    self.manifest = manifest
    grid = Grid(manifest.specification)
    shape = RecordShape(manifest.specification)
  }

  /// Opens the directory of a sweep that was started before.
  ///
  /// - Throws: ``OrchestrationError``.
  public init(opening directory: SweepDirectory) throws(OrchestrationError) {
    do {
      self.init(directory: directory, manifest: try Manifest(of: directory))
    } catch {
      throw .shard(error)
    }
    // Programs with other numerics may have other lane-batches.
    if manifest.isOfThisProgram { try checkShardTable() }
  }

  /// Starts a sweep in a directory, or goes on with the one that is there if it is the same.
  ///
  /// A sweep that was started keeps its shards, also where this program would plan others.
  ///
  /// - Parameters:
  ///   - specification: What to run.
  ///   - directory: Where; it need not exist.
  ///   - problemPaths: The users' problems that the specification names, by digest. They are copied
  ///     into the directory, so that the sweep does not depend on files that others may change.
  ///   - problemNames: What the user calls them, by digest.
  ///   - extends: Whether another sweep that is there is put aside, and its runs taken over.
  ///   - lock: The directory's lock; nil where nobody else could change the directory.
  /// - Throws: ``OrchestrationError/otherSweep(path:differences:)`` where another one is.
  public init(
    starting specification: Specification, in directory: SweepDirectory,
    problemPaths: [String: String] = [:], problemNames: [String: String] = [:],
    extends: Bool = false, lock: DirectoryLock? = nil
  ) throws(OrchestrationError) {
    let grid = Grid(specification)
    let shards = TrainingCost.shards(of: grid)
    let planned = Manifest(
      specification: specification, grid: grid, shards: shards,
      problemNames: ProblemNames.shortest(problemNames))
    let found = try Self.manifest(in: directory, extends: extends)
    if let found, !extends { try Self.require(found, toBe: planned, in: directory) }
    do {
      try Files.makeDirectory(directory.path)
      try Self.copy(problemPaths, to: directory)
    } catch {
      throw .file(error)
    }
    if let found, found.digest == planned.digest {
      self.init(directory: directory, manifest: found)
    } else if let found {
      try Self.putAside(found, in: directory) { () throws(OrchestrationError) in
        try lock?.confirm()
      }
      try lock?.confirm()
      do { try Files.replace(directory.manifest, with: planned.json) } catch { throw .file(error) }
      self.init(directory: directory, manifest: planned)
    } else {
      self.init(directory: directory, manifest: try Self.first(planned, in: directory))
    }
    try checkShardTable()
  }

  private func checkShardTable() throws(OrchestrationError) {
    guard hasWholeLaneBatches else {
      let reason = "its shards are not made of this sweep's lane-batches"
      throw .shard(.damaged(path: directory.manifest, reason: reason))
    }
  }

  /// The manifest of a sweep that this program can go on with, or extend; nil where none was started.
  static func manifest(
    in directory: SweepDirectory, extends: Bool = false
  ) throws(OrchestrationError) -> Manifest? {
    do throws(ShardError) {
      let found: Manifest
      do throws(ShardError) { found = try Manifest(of: directory) } catch .notASweep { return nil }
      // What an earlier format holds is read, and so can be taken over.
      guard found.isOfThisProgram,
        found.formatVersion == found.specification.formatVersion || extends
      else {
        throw .otherVersion(
          path: directory.manifest, format: found.formatVersion, numerics: found.numericsVersion,
          expected: found.specification.numericsVersion)
      }
      return found
    } catch {
      throw .shard(error)
    }
  }

  /// Makes a directory's first manifest; of several that are made at once, one stays.
  ///
  /// The parts of a sweep start without a common lock, and may be of different programs, which share
  /// out the runs differently.
  ///
  /// - Returns: The manifest that the directory has from now on.
  /// - Throws: ``OrchestrationError``, also where somebody else's is of another sweep.
  static func first(
    _ planned: Manifest, in directory: SweepDirectory
  ) throws(OrchestrationError) -> Manifest {
    do {
      if try Files.publishFirst(directory.manifest, containing: planned.json) { return planned }
    } catch {
      throw .file(error)
    }
    guard let found = try manifest(in: directory) else {
      throw .shard(.notASweep(path: directory.path))
    }
    try require(found, toBe: planned, in: directory)
    return found
  }

  private static func require(
    _ found: Manifest, toBe planned: Manifest, in directory: SweepDirectory
  ) throws(OrchestrationError) {
    guard found.digest == planned.digest else {
      throw .otherSweep(
        path: directory.path,
        differences: found.specification.differences(from: planned.specification))
    }
  }

  /// Copies the users' problems that are not there yet.
  private static func copy(
    _ problems: [String: String], to directory: SweepDirectory
  ) throws(FileError) {
    for (digest, source) in problems where try !Files.exists(directory.problem(digest)) {
      let copy = directory.problem(digest)
      try Files.makeDirectory(Files.directory(of: copy))
      try Files.copy(source, to: copy)
    }
  }

  /// A merger of this sweep's shards.
  public var merger: ResultsMerger { ResultsMerger(mergeSource) }

  /// This sweep as a source of results.
  public var mergeSource: MergeSource {
    MergeSource(
      directory: directory, manifest: manifest, shape: shape,
      columns: ParameterColumn.columns(of: grid, problemNames: manifest.problemNames),
      axisNames: InputNames.byDimension(
        of: shape, in: manifest.specification, names: manifest.inputNames),
      isOfThisProgram: manifest.isOfThisProgram)
  }

  /// The reader of a shard.
  public func reader(ofShard index: Int) -> ShardReader {
    ShardReader(index, in: directory, manifest)
  }

  /// The checkpoint of a shard.
  public func checkpoint(ofShard index: Int) -> CheckpointFile {
    CheckpointFile(index, in: directory, manifest)
  }
}
