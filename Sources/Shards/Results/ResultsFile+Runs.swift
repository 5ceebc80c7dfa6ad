internal import HDF5
internal import Parameters

extension ResultsFile {
  /// Sizes of the record columns.
  ///
  /// - Throws: ``ShardError``.
  public var shape: RecordShape {
    get throws(ShardError) {
      let columns = try columns()
      let signal = columns.first { $0.name == DatasetName.signal }
      let kept: RecordShape.Signal =
        signal.map { $0.dimensions.contains(.snapshot) ? .all : .last } ?? .never
      return RecordShape(
        snapshotCount: snapshotCount, entryCount: try entryCount, signal: kept,
        quantities: Self.quantities(in: columns, known))
    }
  }

  /// The records of some runs; variables that are nothing but NaN are left out unless `keepsNaNs`.
  ///
  /// - Throws: ``ShardError``.
  /// - Precondition: `runs` lies in `0..<runCount`.
  public func records(
    ofRuns runs: Range<Int>, keepsNaNs: Bool = false
  ) throws(ShardError) -> RecordBlock {
    precondition(runs.lowerBound >= 0 && runs.upperBound <= runCount, "runs beyond the file")
    let datasets = RecordDatasets(shape: try shape, rowCount: runCount)
    do {
      return try datasets.read(runs: runs, firstRun: 0, keepsNaNs: keepsNaNs, from: file)
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }
}
