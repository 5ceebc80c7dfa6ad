public import Digests
internal import FileSystem
internal import HDF5
internal import Parameters

/// Makes one labelled results file of the shards of one or more sweeps.
///
/// Every shard is read once, checked against its digest, and written in the order of runs; memory
/// does not grow with the sweep. The file appears under its name in one step.
public struct ResultsMerger: Sendable {
  /// What a merge found.
  public struct Outcome: Sendable {
    /// Digest of the results file.
    public var digest: SHA256Digest
    /// Runs by how they ended.
    public var runs: [RunState: Int]
    /// Runs that were there before in another of the merged sweeps, with the same records.
    public var repeatedRuns: Int

    /// What a merge found.
    public init(digest: SHA256Digest, runs: [RunState: Int], repeatedRuns: Int = 0) {
      self.digest = digest
      self.runs = runs
      self.repeatedRuns = repeatedRuns
    }
  }

  let sources: [MergeSource]
  let rows: MergedRows
  /// Sizes of the result's columns.
  let shape: RecordShape
  private let columns: [ParameterColumn]

  /// A merger of one sweep's shards: a row a run.
  public init(_ source: MergeSource) {
    sources = [source]
    rows = MergedRows(runCount: source.manifest.runCount)
    shape = source.shape
    columns = source.columns
  }

  /// A merger of several sweeps' shards.
  ///
  /// - Parameters:
  ///   - sources: The sweeps, whose runs come in this order.
  ///   - rows: Which row each run gets.
  /// - Throws: ``ShardError/notOneSchema(reason:)`` where numerics, the times at which arrays are kept or
  ///   their axes differ.
  /// - Precondition: There is at least one sweep.
  public init(_ sources: [MergeSource], rows: MergedRows) throws(ShardError) {
    self.sources = sources
    self.rows = rows
    shape = try Self.commonShape(of: sources)
    var known: [ParameterColumn] = []
    for column in sources.flatMap(\.columns)
    where !known.contains(where: { $0.name == column.name }) {
      known.append(column)
    }
    columns = known.map { column in
      ParameterColumn(
        joining: sources.map { source in
          source.columns.first { $0.name == column.name } ?? column.lackedByAll
        }, rows: rows)
    }
  }

  private static func commonShape(of sources: [MergeSource]) throws(ShardError) -> RecordShape {
    let first = sources[0]
    for source in sources.dropFirst() {
      guard
        source.manifest.numericsVersion == first.manifest.numericsVersion
          || source.isOfThisProgram && first.isOfThisProgram
      else {
        throw .notOneSchema(
          reason: """
            \(source.directory.path) has numerics \(source.manifest.numericsVersion), \
            \(first.directory.path) has \(first.manifest.numericsVersion)
            """)
      }
      for other in sources where !source.shape.keepsArrays(like: other.shape) {
        throw .notOneSchema(
          reason: """
            \(source.directory.path) keeps signals (record.signal) or parameters \
            (record.parameters) at other times than \(other.directory.path), or a block of \
            parameters has other axes there
            """)
      }
    }
    try requireOneMeaning(of: sources)
    guard let arrays = [RecordedArray](joining: sources.map(\.shape.arrays)) else {
      preconditionFailure("arrays of which each two fit fit all")
    }
    return RecordShape(
      snapshotCount: sources.map(\.shape.snapshotCount).max() ?? 1, arrays: arrays,
      quantities: union(sources.map(\.shape.quantities)))
  }

  /// A quantity that a sweep file writes itself has its name in all sweeps, and no parameter has it.
  private static func requireOneMeaning(of sources: [MergeSource]) throws(ShardError) {
    for source in sources {
      for other in sources {
        for quantity in source.shape.quantities + source.shape.vectors {
          let isVector = source.shape.vectors.contains(quantity)
          let found = (isVector ? other.shape.vectors : other.shape.quantities).first {
            $0 == quantity
          }
          let others = isVector ? other.shape.quantities : other.shape.vectors
          let isParameter =
            others.contains(quantity)
            || other.columns.contains { $0.isMeaningful && $0.name == quantity.name }
          guard found.map({ $0.longName != quantity.longName }) ?? false || isParameter else {
            continue
          }
          throw .notOneSchema(
            reason: """
              \(quantity.name) is another column in \(other.directory.path) than in \
              \(source.directory.path)
              """)
        }
      }
    }
  }

  /// All quantities of some sweeps, in the order of columns.
  private static func union(_ lists: [[Quantity]]) -> [Quantity] {
    var all: [Quantity] = []
    for quantity in lists.joined() where !all.contains(quantity) { all.append(quantity) }
    return all.inOrderOfColumns
  }

  /// Writes the results to `path`.
  ///
  /// - Parameters:
  ///   - path: Where the file goes; what is there is replaced.
  ///   - allowMissing: Whether runs without a shard become `absent` instead of an error.
  /// - Returns: The file's digest, and how the runs ended.
  /// - Throws: ``ShardError``, naming all damaged shards; then `path` is untouched.
  public func merge(
    to path: String, allowMissing: Bool = false
  ) throws(ShardError) -> Outcome {
    let results = try prepare(path, allowMissing: allowMissing)
    try results.publish()
    return results.outcome
  }

  /// Makes the results as ``merge(to:allowMissing:)`` does, but for their name.
  ///
  /// - Returns: What waits for its name, or to be given up.
  /// - Throws: ``ShardError``; then nothing is left.
  public func prepare(
    _ path: String, allowMissing: Bool = false
  ) throws(ShardError) -> PreparedResults {
    // Looked at once: a shard that vanishes after that is an error, not a missing one.
    let areThere = try sources.map { source throws(ShardError) in
      try (0..<source.manifest.shardCount).map { shard throws(ShardError) in
        try source.reader(shard).exists
      }
    }
    if !allowMissing { try requireAll(areThere) }
    let temporary = Files.temporaryPath(for: path)
    do {
      try Files.makeDirectory(Files.directory(of: path))
    } catch {
      throw .file(error)
    }
    do {
      var pass = MergePass(self, areThere: areThere, writer: try makeWriter(temporary))
      try pass.run()
      let (runs, repeatedRuns) = try pass.finish()
      return PreparedResults(
        outcome: Outcome(
          digest: try digest(of: temporary), runs: runs, repeatedRuns: repeatedRuns),
        temporary: temporary, path: path)
    } catch {
      try? Files.remove(temporary)
      throw error
    }
  }

  private func requireAll(_ areThere: [[Bool]]) throws(ShardError) {
    for (source, areThere) in zip(sources, areThere) {
      let missing = areThere.indices.filter { !areThere[$0] }
      guard missing.isEmpty else {
        throw .incomplete(
          path: source.directory.path,
          missingRuns: missing.reduce(0) { $0 + source.manifest.runs(ofShard: $1).count })
      }
    }
  }

  /// Writes a view of the shards that holds no records itself: what it shows is what the shards hold
  /// when it is read.
  ///
  /// Runs whose shard is missing when the view is read have status absent, and fills. The column
  /// `completeness` says which were there when it was made.
  ///
  /// - Parameter path: Where the file goes; what is there is replaced. Beside the shards' directory
  ///   it finds them wherever the whole is moved to.
  /// - Returns: Runs whose shards were there, whole by their headers.
  /// - Throws: ``ShardError/notOneSchema(reason:)`` for several sweeps, and for more shards than
  ///   readers can have files open.
  public func makeView(at path: String) throws(ShardError) -> Int {
    guard sources.count == 1 else {
      throw .notOneSchema(reason: "a view is of one sweep")
    }
    let (source, count) = (sources[0], sources[0].manifest.shardCount)
    guard count <= Self.mostViewedShards else {
      throw .notOneSchema(
        reason: """
          a view of \(count) shards needs as many files open at once, and readers show what they \
          cannot open as absent; up to \(Self.mostViewedShards) are possible. Merge without \
          --virtual
          """)
    }
    let isBeside = Files.directory(of: path) == source.directory.path
    let readers = (0..<count).map { source.reader($0) }
    let views = readers.map { reader in
      VirtualSource(
        path: isBeside
          ? String(reader.path.dropFirst(source.directory.path.count + 1))
          : Files.absolutePath(reader.path), rows: reader.runs)
    }
    let present = try readers.map { reader throws(ShardError) in try reader.isWhole }
    let temporary = Files.temporaryPath(for: path)
    do {
      try Files.makeDirectory(Files.directory(of: path))
      do throws(HDF5Error) {
        try ResultsWriter.writeView(
          path: temporary, heading: heading, runCount: rows.count, shape: shape, columns: columns,
          axisNames: axisNames, of: views, present: present)
      } catch {
        throw ShardError.hdf5(error)
      }
      try Files.publish(temporary, as: path)
    } catch let error as FileError {
      try? Files.remove(temporary)
      throw .file(error)
    } catch let error as ShardError {
      try? Files.remove(temporary)
      throw error
    } catch {
      preconditionFailure("\(error)")
    }
    return zip(readers, present).reduce(0) { $0 + ($1.1 ? $1.0.runs.count : 0) }
  }

  /// Processes may have 1024 files open by default, and readers need some for themselves.
  static let mostViewedShards = 900

  private func makeWriter(_ path: String) throws(ShardError) -> ResultsWriter {
    do {
      return try .create(
        path: path, heading: heading, runCount: rows.count, shape: shape, columns: columns,
        axisNames: axisNames)
    } catch {
      throw .hdf5(error)
    }
  }

  /// The names along dimensions on which all sweeps agree that have them.
  private var axisNames: [String: [String]] {
    var all: [String: [String]] = [:]
    for array in shape.arrays {
      let owners = sources.filter { $0.shape.array(of: array.content) != nil }
      for (axis, dimension) in array.axisNames.enumerated() {
        let found = owners.map { $0.axisNames[dimension] ?? [] }
        guard Set(found).count == 1, found[0].count == array.lengths[axis] else { continue }
        all[dimension] = found[0]
      }
    }
    return all
  }

  private var heading: ResultsHeading {
    sources.count == 1
      ? ResultsHeading(sources[0].manifest) : ResultsHeading(joining: sources.map(\.manifest))
  }

  private func digest(of path: String) throws(ShardError) -> SHA256Digest {
    do { return try .ofFile(at: path) } catch { throw .file(error) }
  }
}
