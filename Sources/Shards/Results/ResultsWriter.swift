internal import Digests
internal import HDF5
internal import Parameters

/// Writes a labelled results file: parameters as coordinates, records as data, following
/// NetCDF-4's conventions, so that `xarray.open_dataset` is labelled at once.
struct ResultsWriter: ~Copyable {
  private let file: File
  private let shape: RecordShape
  private let columns: [ParameterColumn]
  /// The names of the places along dimensions that have some.
  private let axisNames: [String: [String]]
  private let runCount: Int
  private var records: RecordColumns?

  private init(
    file: consuming File, shape: RecordShape, columns: [ParameterColumn],
    axisNames: [String: [String]], runCount: Int
  ) {
    self.file = file
    self.axisNames = axisNames
    self.shape = shape
    self.columns = columns.filter(\.isMeaningful)
    self.runCount = runCount
  }

  /// Makes the file with all coordinates and with records that are all absent.
  static func create(
    path: String, heading: ResultsHeading, runCount: Int, shape: RecordShape,
    columns: [ParameterColumn], axisNames: [String: [String]] = [:]
  ) throws(HDF5Error) -> ResultsWriter {
    var writer = ResultsWriter(
      file: try File.create(at: path), shape: shape, columns: columns, axisNames: axisNames,
      runCount: runCount)
    try writer.writeCoordinates(heading)
    try RecordDatasets(shape: shape, rowCount: runCount).create(in: writer.file)
    try writer.describeRecords()
    writer.records = try RecordColumns(in: writer.file, shape)
    return writer
  }

  /// Writes a view of shards that holds no records itself, and how complete they were.
  ///
  /// `present` says which of the shards were there, whole by their headers.
  static func writeView(
    path: String, heading: ResultsHeading, runCount: Int, shape: RecordShape,
    columns: [ParameterColumn], axisNames: [String: [String]] = [:],
    of sources: [VirtualSource], present: [Bool]
  ) throws(HDF5Error) {
    let writer = ResultsWriter(
      file: try File.create(at: path, format: .v110), shape: shape, columns: columns,
      axisNames: axisNames, runCount: runCount)
    try writer.writeCoordinates(heading)
    try RecordDatasets(shape: shape, rowCount: runCount)
      .createViews(of: sources, in: writer.file)
    try writer.describeRecords()
    try writer.writeCompleteness(sources, present)
    try writer.close()
  }

  /// Writes the records of a block of runs, its first run at row `firstRow`.
  func write(_ block: RecordBlock, firstRow: Int) throws(HDF5Error) {
    try records?.write(block, firstRow: firstRow)
  }

  /// Closes the file, which says the digest of its content; it still has the name it was made with.
  consuming func close() throws(HDF5Error) {
    // What a view shows may change.
    if let records {
      try records.close()
      try file.setText(AttributeName.contentDigest, try ContentDigest.of(file).description)
    }
    try file.close()
  }

  // MARK: Parts

  private func writeCoordinates(_ heading: ResultsHeading) throws(HDF5Error) {
    try heading.write(to: file, coordinates: coordinates)
    try createDimensions()
    try writeParameters()
  }

  private func writeCompleteness(
    _ sources: [VirtualSource], _ present: [Bool]
  ) throws(HDF5Error) {
    let dataset = try file.createDataset(
      DatasetName.completeness, of: Int8.self, shape: [runCount],
      chunk: [chunkRows(rowLength: 1)], fill: 0, filters: [.fletcher32])
    for (source, isPresent) in zip(sources, present) {
      try dataset.write(
        Array(repeating: isPresent ? 1 : 0, count: source.rows.count), rows: source.rows)
    }
    try attach([DatasetName.run], to: dataset)
    try dataset.setText("long_name", "whether the run's shard was there when the view was made")
    try dataset.setAttribute("flag_values", [0, 1] as [Int8])
    try dataset.setText("flag_meanings", "missing present")
    try dataset.setText("coordinates", coordinates)
    try dataset.close()
  }

  private var coordinates: String { columns.map(\.name).joined(separator: " ") }

  /// Each dimension has a coordinate of its own name, which counts from 0.
  private func createDimensions() throws(HDF5Error) {
    try createDimension(DatasetName.run, "run", runCount)
    try createDimension(DatasetName.snapshot, "snapshot", shape.snapshotCount)
    for array in shape.arrays {
      for (axis, name) in array.axisNames.enumerated() {
        try createDimension(name, array.longName(ofAxis: axis), array.lengths[axis])
        if let names = axisNames[name] { try file.writeNames(names, along: name) }
      }
    }
  }

  private func createDimension(
    _ name: String, _ longName: String, _ count: Int
  ) throws(HDF5Error) {
    let dataset = try file.createDataset(
      name, of: Int64.self, shape: [count], chunk: [chunkRows(rowLength: 1)],
      filters: [.fletcher32])
    for start in stride(from: 0, to: count, by: 1 << 16) {
      let part = start..<min(start + 1 << 16, count)
      try dataset.write(part.map(Int64.init), rows: part)
    }
    try dataset.setText("long_name", longName)
    try dataset.makeScale(named: name)
    try dataset.close()
  }

  private func attach<Element>(
    _ names: [String], to dataset: borrowing Dataset<Element>
  ) throws(HDF5Error) {
    for (axis, name) in names.enumerated() {
      let scale = try file.openDataset(name, of: Int64.self)
      try dataset.attachScale(scale, toDimension: axis)
      try scale.close()
    }
  }

  private func writeParameters() throws(HDF5Error) {
    for column in columns {
      switch column.values(0..<1) {
      case .text(let first): try writeText(column, first[0])
      case .real(let first):
        try write(column, first[0], missing: column.missingLabel) {
          if case .real(let v) = $0 { v } else { [] }
        }
      case .integer(let first):
        try write(column, first[0], missing: column.missingLabel.map { Int64($0) }) {
          if case .integer(let v) = $0 { v } else { [] }
        }
      case .seed(let first):
        try write(column, first[0], missing: nil) { if case .seed(let v) = $0 { v } else { [] } }
      }
    }
  }

  /// What all runs have is the value of elements that were never written: it takes no space, and
  /// readers see an array as everywhere.
  private func write<Element: HDF5Scalar>(
    _ column: ParameterColumn, _ first: Element, missing: Element?,
    _ extract: (ParameterColumn.Values) -> [Element]
  ) throws(HDF5Error) {
    let dataset = try file.createDataset(
      column.name, of: Element.self, shape: [runCount], chunk: [chunkRows(rowLength: 1)],
      fill: column.isConstant ? first : nil, filters: [.fletcher32])
    for part in parts(of: column, length: 1 << 14) {
      try dataset.write(extract(column.values(part)), rows: part)
    }
    try attach([DatasetName.run], to: dataset)
    try describe(dataset, column)
    try dataset.setText("units", "1")
    if let missing { try dataset.setAttribute(AttributeName.missingLabel, missing) }
    try dataset.close()
  }

  private func writeText(_ column: ParameterColumn, _ first: String) throws(HDF5Error) {
    let dataset = try file.createStringDataset(
      column.name, shape: [runCount],
      chunk: column.isConstant ? [chunkRows(rowLength: 1)] : nil,
      fill: column.isConstant ? first : nil)
    for part in parts(of: column, length: 1 << 16) {
      if case .text(let values) = column.values(part) { try dataset.write(values, rows: part) }
    }
    let scale = try file.openDataset(DatasetName.run, of: Int64.self)
    try dataset.attachScale(scale, toDimension: 0)
    try scale.close()
    try describe(dataset, column)
    if column.missingLabel != nil {
      try dataset.setText(AttributeName.missingLabel, ParameterColumn.Values.missingText)
    }
    try dataset.close()
  }

  /// The rows that are written of a column, in pieces.
  private func parts(of column: ParameterColumn, length: Int) -> [Range<Int>] {
    guard !column.isConstant else { return [] }
    return stride(from: 0, to: runCount, by: length).map { $0..<min($0 + length, runCount) }
  }

  private func describe(
    _ dataset: borrowing some DatasetObject & ~Copyable, _ column: ParameterColumn
  ) throws(HDF5Error) {
    try dataset.setMeaning(column.meaning)
    if let owners = column.owners, !owners.areAll {
      try dataset.setText(AttributeName.owners, owners.description)
    }
  }

  private func describeRecords() throws(HDF5Error) {
    let series = [DatasetName.run, DatasetName.snapshot]
    func meaning(
      _ longName: String, _ symbol: String, _ scale: ColumnMeaning.Scale? = .linear
    ) -> ColumnMeaning {
      ColumnMeaning(longName: longName, symbol: symbol, role: .record, scale: scale)
    }
    try describe(
      DatasetName.status, Int8.self, meaning("how the run ended", "status", nil), [DatasetName.run]
    ) {
      (dataset: borrowing Dataset<Int8>) throws(HDF5Error) in
      try dataset.describeStates()
    }
    try describe(
      DatasetName.divergedAtStep, Int64.self,
      meaning("first step after which a parameter was not finite", "k∞"), [DatasetName.run],
      fill: RecordBlock.integerFill)
    try describe(
      DatasetName.slowStartStep, Int64.self,
      meaning("step of training from which the slow equations start", "K₀"), [DatasetName.run],
      fill: RecordBlock.integerFill)
    try describe(
      DatasetName.step, Int64.self, meaning("step k of the snapshot", "k"), series,
      fill: RecordBlock.integerFill)
    for variable in shape.quantities {
      try describe(
        variable.name, Double.self, variable.meaning, series, fill: .nan, units: variable.unit)
    }
    try describe(
      DatasetName.projectionStatus, Int8.self,
      meaning("whether the projection onto the minimizer manifold converged", "projection", nil),
      series, fill: Int8(RecordBlock.integerFill)
    ) { (dataset: borrowing Dataset<Int8>) throws(HDF5Error) in
      try dataset.setAttribute("flag_values", ProjectionState.allCases.map(\.rawValue))
      try dataset.setText(
        "flag_meanings", ProjectionState.allCases.map(\.meaning).joined(separator: " "))
    }
    for array in shape.arrays {
      try describe(
        array.name, Double.self, array.meaning,
        (array.isSeries ? series : [DatasetName.run]) + array.axisNames, fill: .nan, units: "1")
    }
  }

  private func describe<Element: HDF5Scalar>(
    _ name: String, _ type: Element.Type, _ meaning: ColumnMeaning, _ dimensions: [String],
    fill: Element? = nil, units: String? = nil,
    _ more: (borrowing Dataset<Element>) throws(HDF5Error) -> Void = { _ in }
  ) throws(HDF5Error) {
    let dataset = try file.openDataset(name, of: type)
    try attach(dimensions, to: dataset)
    if let fill { try dataset.setFillValueAttribute(fill) }
    try dataset.setMeaning(meaning)
    if let units { try dataset.setText("units", units) }
    let named = dimensions.filter { axisNames[$0] != nil }.map(DatasetName.names)
    try dataset.setText("coordinates", ([coordinates] + named).joined(separator: " "))
    try more(dataset)
    try dataset.close()
  }
}

extension File {
  /// Writes the names of the places along a dimension that is there, as a coordinate of it.
  func writeNames(_ names: [String], along dimension: String) throws(HDF5Error) {
    let dataset = try createStringDataset(
      DatasetName.names(along: dimension), shape: [names.count])
    try dataset.write(names)
    let scale = try openDataset(dimension, of: Int64.self)
    try dataset.attachScale(scale, toDimension: 0)
    try scale.close()
    try dataset.setText("long_name", "names of the inputs along \(dimension)")
    try dataset.close()
  }
}

extension HDF5Object where Self: ~Copyable {
  /// Says what the values of a column of ``RunState`` mean.
  func describeStates() throws(HDF5Error) {
    try setAttribute("flag_values", RunState.allCases.map(\.rawValue))
    try setText("flag_meanings", RunState.allCases.map(\.meaning).joined(separator: " "))
  }

  /// Says what a column is.
  func setMeaning(_ meaning: ColumnMeaning) throws(HDF5Error) {
    try setText("long_name", meaning.longName)
    try setText(AttributeName.symbol, meaning.symbol)
    try setText(AttributeName.role, meaning.role.rawValue)
    if let scale = meaning.scale { try setText(AttributeName.scale, scale.rawValue) }
  }

  /// Attaches text that h5py, too, shows as text.
  func setText(_ name: String, _ text: String) throws(HDF5Error) {
    try setAttribute(name, text, stored: .variableLength)
  }
}
