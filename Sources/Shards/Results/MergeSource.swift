/// A sweep whose shards enter a results file.
public struct MergeSource: Sendable {
  /// Where the sweep's files are.
  public let directory: SweepDirectory
  /// What is run there.
  public let manifest: Manifest
  /// Sizes of the sweep's columns.
  public let shape: RecordShape
  /// The parameters of its runs.
  public let columns: [ParameterColumn]
  /// The names of the places along dimensions, where they have some.
  public let axisNames: [String: [String]]

  /// Whether this program gives the sweep the bits that it was computed with.
  public let isOfThisProgram: Bool

  /// A sweep with what follows from its specification.
  public init(
    directory: SweepDirectory, manifest: Manifest, shape: RecordShape, columns: [ParameterColumn],
    axisNames: [String: [String]] = [:], isOfThisProgram: Bool = true
  ) {
    self.axisNames = axisNames
    self.isOfThisProgram = isOfThisProgram
    self.directory = directory
    self.manifest = manifest
    self.shape = shape
    self.columns = columns
  }

  /// The reader of shard `index`.
  func reader(_ index: Int) -> ShardReader { ShardReader(index, in: directory, manifest) }

  /// The shard that holds a run: the last one that starts at or before it.
  func shard(ofRun run: Int) -> Int {
    var (low, high) = (0, manifest.shardCount)
    while high - low > 1 {
      let middle = (low + high) / 2
      if manifest.firstRuns[middle] <= run { low = middle } else { high = middle }
    }
    return low
  }
}
