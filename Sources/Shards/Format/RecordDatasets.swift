internal import HDF5
internal import Parameters

/// Creates, writes and reads the datasets of records, which shards and results have in common.
///
/// The first dimension of each is the run.
struct RecordDatasets {
  let shape: RecordShape
  let rowCount: Int

  private var series: [Int] { [rowCount, shape.snapshotCount] }

  private func extents(of array: RecordedArray) -> [Int] {
    (array.isSeries ? series : [rowCount]) + array.lengths
  }

  private func chunk(_ shape: [Int]) -> [Int] {
    let row = shape.dropFirst()
    return [chunkRows(rowLength: row.reduce(1, *))] + row
  }

  /// Makes all record datasets in an empty file; every value is a fill.
  func create(in file: borrowing File) throws(HDF5Error) { try create(in: file, of: nil) }

  /// Makes all record datasets as views of those in shards.
  func createViews(
    of sources: [VirtualSource], in file: borrowing File
  ) throws(HDF5Error) {
    try create(in: file, of: sources)
  }

  private func create(
    in file: borrowing File, of sources: [VirtualSource]?
  ) throws(HDF5Error) {
    let column = [rowCount]
    try create(
      DatasetName.status, Int8.self, column, fill: RunState.absent.rawValue, file, sources)
    try create(
      DatasetName.divergedAtStep, Int64.self, column, fill: RecordBlock.integerFill, file, sources)
    try create(
      DatasetName.slowStartStep, Int64.self, column, fill: RecordBlock.integerFill, file, sources)
    try create(DatasetName.step, Int64.self, series, fill: RecordBlock.integerFill, file, sources)
    for variable in shape.quantities {
      try create(variable.name, Double.self, series, fill: .nan, file, sources)
    }
    try create(
      DatasetName.projectionStatus, Int8.self, series, fill: Int8(RecordBlock.integerFill), file,
      sources)
    for array in shape.arrays {
      try create(array.name, Double.self, extents(of: array), fill: .nan, file, sources)
    }
  }

  private func create<Element: HDF5Scalar>(
    _ name: String, _ type: Element.Type, _ shape: [Int], fill: Element, _ file: borrowing File,
    _ sources: [VirtualSource]?
  ) throws(HDF5Error) {
    if let sources {
      try file.createVirtualDataset(name, of: type, shape: shape, fill: fill, sources: sources)
        .close()
    } else {
      try file.createDataset(
        name, of: type, shape: shape, chunk: chunk(shape), fill: fill, filters: [.fletcher32]
      ).close()
    }
  }

  /// Writes a block's rows; row 0 of the file is run `firstRun`.
  func write(_ block: RecordBlock, firstRun: Int, to file: borrowing File) throws(HDF5Error) {
    let columns = try RecordColumns(in: file, shape)
    try columns.write(block, firstRow: block.runs.lowerBound - firstRun)
    try columns.close()
  }

  /// Reads the rows of `runs`; row 0 of the file is run `firstRun`.
  ///
  /// Variables that are nothing but NaN are left out unless `keepsNaNs`: a NaN that was computed
  /// may have other bits than a fill. A file that `isShard` is known to hold its values itself, which
  /// spares asking each dataset whether it is a view.
  func read(
    runs: Range<Int>, firstRun: Int, keepsNaNs: Bool = false, isShard: Bool = false,
    from file: borrowing File
  ) throws(HDF5Error) -> RecordBlock {
    let rows = runs.lowerBound - firstRun..<runs.upperBound - firstRun
    var variables: [Quantity: [Double]] = [:]
    for variable in shape.quantities {
      let dataset = try open(Double.self, variable.name, series, file)
      // Nothing was written: every value is a fill.
      let isWritten = isShard ? try dataset.storageByteCount() > 0 : try dataset.mayHoldValues()
      guard isWritten else { continue }
      let values = try dataset.read(rows: rows, ofShape: series)
      if keepsNaNs || !values.allSatisfy(\.isNaN) { variables[variable] = values }
    }
    let arrays = try shape.arrays.map { array throws(HDF5Error) in
      try read(Double.self, array.name, rows, extents(of: array), file)
    }
    return RecordBlock(
      runs: runs, shape: shape,
      status: try read(Int8.self, DatasetName.status, rows, [rowCount], file),
      divergedAtStep: try read(Int64.self, DatasetName.divergedAtStep, rows, [rowCount], file),
      slowStartStep: try read(Int64.self, DatasetName.slowStartStep, rows, [rowCount], file),
      step: try read(Int64.self, DatasetName.step, rows, series, file),
      projectionStatus: try read(Int8.self, DatasetName.projectionStatus, rows, series, file),
      arrays: arrays, variables: variables)
  }

  private func read<Element: HDF5Scalar>(
    _ type: Element.Type, _ name: String, _ rows: Range<Int>, _ shape: [Int],
    _ file: borrowing File
  ) throws(HDF5Error) -> [Element] {
    try open(type, name, shape, file).read(rows: rows, ofShape: shape)
  }

  private func open<Element: HDF5Scalar>(
    _ type: Element.Type, _ name: String, _ shape: [Int], _ file: borrowing File
  ) throws(HDF5Error) -> Dataset<Element> {
    let dataset = try file.openDataset(name, of: type)
    let found = try dataset.shape()
    guard found == shape else {
      throw HDF5Error(
        function: "H5Dget_space", object: dataset.location,
        frames: [.init(function: "", message: "the extents are \(found), not \(shape)")])
    }
    return dataset
  }
}
