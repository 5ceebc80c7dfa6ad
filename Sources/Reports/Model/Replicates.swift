public import Parameters
public import Shards

/// The seeds of some runs, so that runs of one problem and one noise can be paired.
public struct Replicates: Sendable {
  private let seeds: [Int: [UInt64]]

  /// Seeds by run.
  public init(_ seeds: [Int: [UInt64]]) { self.seeds = seeds }

  /// Reads the seeds of the given runs, which ascend.
  ///
  /// - Throws: ``ShardError``.
  public init(
    reading file: borrowing ResultsFile, runs: [Int], known: [ColumnDescription]
  ) throws(ShardError) {
    var seeds = Dictionary(uniqueKeysWithValues: runs.map { ($0, [UInt64]()) })
    let columns = try file.columns()
    func isSeed(_ column: ResultsColumn) -> Bool {
      column.isPerRun && ParameterKind(column.name, column: column, known: known).role == .seed
    }
    for name in columns.filter({ $0.isParameter && isSeed($0) }).map(\.name) {
      var rest = runs[...]
      try file.forEachBlock(of: name, in: columns, upTo: runs.last) { block, values in
        guard case .seed(let found) = values else { return }
        while let run = rest.first, block.contains(run) {
          seeds[run, default: []].append(found[run - block.lowerBound])
          rest = rest.dropFirst()
        }
      }
    }
    self.seeds = seeds
  }

  /// The seeds of a run; nil where they were not read.
  subscript(run: Int) -> [UInt64]? { seeds[run] }
}
