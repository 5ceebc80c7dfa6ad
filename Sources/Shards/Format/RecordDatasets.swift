internal import HDF5

/// Creates, writes and reads the datasets of records, which shards and results have in common.
///
/// The first dimension of each is the run.
struct RecordDatasets {
  let shape: RecordShape
  let rowCount: Int

  private var series: [Int] { [rowCount, shape.snapshotCount] }

  private var signalShape: [Int] {
    shape.signal == .all
      ? [rowCount, shape.snapshotCount, shape.entryCount] : [rowCount, shape.entryCount]
  }

  private func chunk(_ shape: [Int]) -> [Int] {
    let row = shape.dropFirst()
    return [chunkRows(rowLength: row.reduce(1, *))] + row
  }

  /// Makes all record datasets in an empty file; every value is a fill.
  func create(in file: borrowing File) throws(HDF5Error) {
    let column = [rowCount]
    try create(
      DatasetName.status, Int8.self, column, fill: RunState.absent.rawValue, in: file)
    try create(
      DatasetName.divergedAtStep, Int64.self, column, fill: RecordBlock.integerFill, in: file)
    try create(
      DatasetName.slowStartStep, Int64.self, column, fill: RecordBlock.integerFill, in: file)
    try create(DatasetName.step, Int64.self, series, fill: RecordBlock.integerFill, in: file)
    for variable in RecordVariable.allCases {
      try create(variable.name, Double.self, series, fill: .nan, in: file)
    }
    try create(
      DatasetName.projectionStatus, Int8.self, series, fill: Int8(RecordBlock.integerFill), in: file
    )
    if shape.signal != .never {
      try create(DatasetName.signal, Double.self, signalShape, fill: .nan, in: file)
    }
  }

  private func create<Element: HDF5Scalar>(
    _ name: String, _ type: Element.Type, _ shape: [Int], fill: Element, in file: borrowing File
  ) throws(HDF5Error) {
    let dataset = try file.createDataset(
      name, of: type, shape: shape, chunk: chunk(shape), fill: fill, filters: [.fletcher32])
    try dataset.close()
  }

  /// Writes a block's rows; row 0 of the file is run `firstRun`.
  func write(_ block: RecordBlock, firstRun: Int, to file: borrowing File) throws(HDF5Error) {
    let rows = block.runs.lowerBound - firstRun..<block.runs.upperBound - firstRun
    try write(block.status, DatasetName.status, rows, file)
    try write(block.divergedAtStep, DatasetName.divergedAtStep, rows, file)
    try write(block.step, DatasetName.step, rows, file)
    // What nothing computed stays unwritten and takes no space.
    if block.slowStartStep.contains(where: { $0 >= 0 }) {
      try write(block.slowStartStep, DatasetName.slowStartStep, rows, file)
    }
    if block.projectionStatus.contains(where: { $0 >= 0 }) {
      try write(block.projectionStatus, DatasetName.projectionStatus, rows, file)
    }
    for variable in RecordVariable.allCases {
      guard let values = block.variables[variable],
        !values.allSatisfy({ $0.bitPattern == Double.nan.bitPattern })
      else { continue }
      try write(values, variable.name, rows, file)
    }
    if shape.signal != .never { try write(block.signal, DatasetName.signal, rows, file) }
  }

  private func write<Element: HDF5Scalar>(
    _ values: [Element], _ name: String, _ rows: Range<Int>, _ file: borrowing File
  ) throws(HDF5Error) {
    let dataset = try file.openDataset(name, of: Element.self)
    try dataset.write(values, rows: rows)
    try dataset.close()
  }

  /// Reads the rows of `runs`; row 0 of the file is run `firstRun`.
  ///
  /// Variables that are nothing but NaN are left out unless `keepsNaNs`: a NaN that was computed
  /// may have other bits than a fill.
  func read(
    runs: Range<Int>, firstRun: Int, keepsNaNs: Bool = false, from file: borrowing File
  ) throws(HDF5Error) -> RecordBlock {
    let rows = runs.lowerBound - firstRun..<runs.upperBound - firstRun
    var variables: [RecordVariable: [Double]] = [:]
    for variable in RecordVariable.allCases {
      let values = try read(Double.self, variable.name, rows, series, file)
      if keepsNaNs || !values.allSatisfy(\.isNaN) { variables[variable] = values }
    }
    return RecordBlock(
      runs: runs, shape: shape,
      status: try read(Int8.self, DatasetName.status, rows, [rowCount], file),
      divergedAtStep: try read(Int64.self, DatasetName.divergedAtStep, rows, [rowCount], file),
      slowStartStep: try read(Int64.self, DatasetName.slowStartStep, rows, [rowCount], file),
      step: try read(Int64.self, DatasetName.step, rows, series, file),
      projectionStatus: try read(Int8.self, DatasetName.projectionStatus, rows, series, file),
      signal: shape.signal == .never
        ? [] : try read(Double.self, DatasetName.signal, rows, signalShape, file),
      variables: variables)
  }

  private func read<Element: HDF5Scalar>(
    _ type: Element.Type, _ name: String, _ rows: Range<Int>, _ shape: [Int],
    _ file: borrowing File
  ) throws(HDF5Error) -> [Element] {
    let dataset = try file.openDataset(name, of: type)
    let found = try dataset.shape()
    guard found == shape else {
      throw HDF5Error(
        function: "H5Dget_space", object: dataset.location,
        frames: [.init(function: "", message: "the extents are \(found), not \(shape)")])
    }
    return try dataset.read(rows: rows)
  }
}
