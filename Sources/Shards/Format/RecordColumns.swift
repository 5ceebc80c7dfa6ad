internal import HDF5
internal import Parameters

/// The record datasets of a file, open for writing from the first block to the last.
///
/// A chunk that several blocks share stays in HDF5's cache that way, and is written once: its
/// checksum covers all of it, so otherwise each block would read, check, sum up and write it anew.
struct RecordColumns {
  private let status: OpenDataset<Int8>
  private let divergedAtStep: OpenDataset<Int64>
  private let step: OpenDataset<Int64>
  private let slowStartStep: OpenDataset<Int64>
  private let projectionStatus: OpenDataset<Int8>
  private let variables: [(variable: Quantity, dataset: OpenDataset<Double>)]
  private let arrays: [(array: RecordedArray, dataset: OpenDataset<Double>)]

  /// Opens the datasets that ``RecordDatasets/create(in:)`` made.
  init(in file: borrowing File, _ shape: RecordShape) throws(HDF5Error) {
    status = try OpenDataset(file.openDataset(DatasetName.status))
    divergedAtStep = try OpenDataset(file.openDataset(DatasetName.divergedAtStep))
    step = try OpenDataset(file.openDataset(DatasetName.step))
    slowStartStep = try OpenDataset(file.openDataset(DatasetName.slowStartStep))
    projectionStatus = try OpenDataset(file.openDataset(DatasetName.projectionStatus))
    var variables: [(variable: Quantity, dataset: OpenDataset<Double>)] = []
    for variable in shape.quantities {
      variables.append((variable, try OpenDataset(file.openDataset(variable.name))))
    }
    self.variables = variables
    var arrays: [(array: RecordedArray, dataset: OpenDataset<Double>)] = []
    for array in shape.arrays {
      arrays.append((array, try OpenDataset(file.openDataset(array.name))))
    }
    self.arrays = arrays
  }

  /// Writes a block's rows, its first run at row `firstRow`.
  func write(_ block: RecordBlock, firstRow: Int) throws(HDF5Error) {
    let rows = firstRow..<firstRow + block.runs.count
    try status.write(block.status, rows: rows)
    try divergedAtStep.write(block.divergedAtStep, rows: rows)
    try step.write(block.step, rows: rows)
    // What nothing computed stays unwritten and takes no space.
    if block.slowStartStep.contains(where: { $0 >= 0 }) {
      try slowStartStep.write(block.slowStartStep, rows: rows)
    }
    if block.projectionStatus.contains(where: { $0 >= 0 }) {
      try projectionStatus.write(block.projectionStatus, rows: rows)
    }
    for (variable, dataset) in variables {
      guard let values = block.variables[variable], !Self.areFills(values) else { continue }
      try dataset.write(values, rows: rows)
    }
    for (values, (array, dataset)) in zip(block.arrays, arrays)
    where array.content == .signal || !Self.areFills(values) {
      try dataset.write(values, rows: rows)
    }
  }

  private static func areFills(_ values: [Double]) -> Bool {
    values.allSatisfy { $0.bitPattern == Double.nan.bitPattern }
  }

  /// Closes all datasets, which a file that was written must have before it is closed itself.
  func close() throws(HDF5Error) {
    try status.close()
    try divergedAtStep.close()
    try step.close()
    try slowStartStep.close()
    try projectionStatus.close()
    for (_, dataset) in variables { try dataset.close() }
    for (_, dataset) in arrays { try dataset.close() }
  }
}
