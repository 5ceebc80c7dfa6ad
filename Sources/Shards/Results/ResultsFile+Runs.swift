internal import HDF5
internal import Parameters

extension ResultsFile {
  /// Sizes of the record columns.
  ///
  /// - Throws: ``ShardError``.
  public var shape: RecordShape {
    get throws(ShardError) {
      let columns = try columns()
      var arrays: [RecordedArray] = []
      for column in columns {
        guard let content = column.content else { continue }
        let lengths = try column.axes.map { axis throws(ShardError) in try extent(of: axis) }
        guard lengths.count <= 3, content != .signal || lengths.count == 1 else {
          throw .damaged(path: path, reason: "\(column.name) has \(lengths.count) axes")
        }
        arrays.append(
          RecordedArray(
            content, lengths: lengths, isSeries: column.dimensions.contains(.snapshot)))
      }
      return RecordShape(
        snapshotCount: snapshotCount, arrays: arrays,
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
