internal import HDF5
internal import Parameters
internal import Sweeps

/// Writes a grid file, following NetCDF-4's conventions as results files do.
struct GridWriter: ~Copyable {
  private let file: File
  private let layout: GridLayout
  /// Places in `layout.runs`, one for each cell that has a run, in the order of cells.
  private let filled: [Int]
  /// The dimensions of records whose places have names.
  private let named: [ResultsColumn.Dimension]

  /// Makes the file with its dimensions and coordinates.
  static func create(
    path: String, layout: GridLayout, of results: borrowing ResultsFile
  ) throws(HDF5Error) -> GridWriter {
    let writer = GridWriter(
      file: try File.create(at: path), layout: layout, named: try results.namedDimensions())
    try writer.writeAttributes(of: results)
    for dimension in layout.dimensions { try writer.writeDimension(dimension) }
    for dimension in try results.dimensions() where dimension != .run {
      let count = try results.length(of: dimension)
      let longName = try results.file.openDataset(dimension.rawValue, of: Int64.self)
        .textAttribute("long_name")
      if count > 0 { try writer.writeCount(dimension.rawValue, longName, count) }
      if let names = try results.texts(along: dimension) {
        try writer.file.writeNames(names, along: dimension.rawValue)
      }
    }
    for coordinate in layout.coordinates { try writer.writeCoordinate(coordinate) }
    for constant in layout.constants {
      try writer.writeParameter(constant, codes: [0], shape: [], along: [])
    }
    return writer
  }

  private init(
    file: consuming File, layout: GridLayout, named: [ResultsColumn.Dimension]
  ) {
    self.file = file
    self.named = named
    self.layout = layout
    var filled: [Int] = []
    let cells = layout.cells
    for place in cells.indices.sorted(by: { (cells[$0], $0) < (cells[$1], $1) })
    where filled.last.map({ cells[$0] != cells[place] }) ?? true {
      filled.append(place)
    }
    self.filled = filled
  }

  /// Closes the file; it still has the name it was made with.
  consuming func close() throws(HDF5Error) { try file.close() }

  // MARK: Records

  /// Writes the index of each cell's run in the results.
  func writeRuns() throws(HDF5Error) {
    let dataset = try createRecord(
      DatasetName.run, Int64.self, [], fill: RecordBlock.integerFill, declaresFill: true)
    try dataset.setText("long_name", "index of the run in the results")
    let boxes = GridBoxes(grid: layout.extents, trailing: [])
    try fill(dataset, boxes, fill: RecordBlock.integerFill) { runs in runs.map { Int64($0) } }
    try dataset.close()
  }

  /// Copies a column with a value, or values, for every run.
  func copy(_ column: ResultsColumn, of results: borrowing ResultsFile) throws(HDF5Error) {
    let missing = Int8(RecordBlock.integerFill)
    switch column.elementType {
    case .float64: try copy(column, Double.self, fill: .nan, of: results)
    case .int64: try copy(column, Int64.self, fill: RecordBlock.integerFill, of: results)
    case .int8 where column.name == DatasetName.status:
      try copy(column, Int8.self, fill: RunState.absent.rawValue, declaresFill: false, of: results)
    case .int8: try copy(column, Int8.self, fill: missing, of: results)
    case .uint64: try copy(column, UInt64.self, fill: 0, declaresFill: false, of: results)
    // Records are numbers.
    case .text: break
    }
  }

  private func copy<Element: HDF5Scalar>(
    _ column: ResultsColumn, _ type: Element.Type, fill: Element, declaresFill: Bool = true,
    of results: borrowing ResultsFile
  ) throws(HDF5Error) {
    let source = try results.file.openDataset(column.name, of: type)
    let dataset = try createRecord(
      column.name, type, Array(column.dimensions.dropFirst()), fill: fill,
      declaresFill: declaresFill, trailing: Array(try source.shape().dropFirst()))
    try dataset.setText("long_name", column.longName)
    if let units = column.units { try dataset.setText("units", units) }
    if column.name == DatasetName.status { try dataset.describeStates() }
    if column.isWritten {
      let boxes = GridBoxes(
        grid: layout.extents, trailing: Array(try source.shape().dropFirst()))
      try self.fill(dataset, boxes, fill: fill) { runs throws(HDF5Error) in
        try source.read(rows: runs)
      }
    }
    try dataset.close()
  }

  /// Fills a dataset box by box; `read` gives the values of consecutive runs of the results.
  private func fill<Element: HDF5Scalar>(
    _ dataset: borrowing Dataset<Element>, _ boxes: GridBoxes, fill: Element,
    read: (Range<Int>) throws(HDF5Error) -> [Element]
  ) throws(HDF5Error) {
    var next = 0
    let length = boxes.cellLength
    try boxes.visit { cells, start, extents throws(HDF5Error) in
      let first = next
      while next < filled.count, layout.cells[filled[next]] < cells.upperBound { next += 1 }
      guard next > first else { return }
      // A run of a larger index has a larger place.
      let places = filled[first..<next].sorted()
      var values = [Element](repeating: fill, count: cells.count * length)
      var done = 0
      while done < places.count {
        let part = together(places[done...], cellLength: length)
        let runs = layout.runs[part[part.startIndex]]..<layout.runs[part[part.endIndex - 1]] + 1
        let rows = try read(runs)
        for place in part {
          let source = (layout.runs[place] - runs.lowerBound) * length
          let target = (layout.cells[place] - cells.lowerBound) * length
          for offset in 0..<length { values[target + offset] = rows[source + offset] }
        }
        done += part.count
      }
      if start.isEmpty {
        try dataset.write(values)
      } else {
        try dataset.write(values, start: start, extents: extents)
      }
    }
  }

  /// The first places whose runs are worth reading at once: with few others between, and not more
  /// than a box.
  private func together(_ places: ArraySlice<Int>, cellLength: Int) -> ArraySlice<Int> {
    var end = places.startIndex + 1
    let firstRun = layout.runs[places[places.startIndex]]
    let most = max(1, GridBoxes.elementLimit / max(cellLength, 1))
    while end < places.endIndex {
      let run = layout.runs[places[end]]
      guard run - layout.runs[places[end - 1]] <= 32, run - firstRun < most else { break }
      end += 1
    }
    return places[..<end]
  }

  private func createRecord<Element: HDF5Scalar>(
    _ name: String, _ type: Element.Type, _ dimensions: [ResultsColumn.Dimension], fill: Element,
    declaresFill: Bool, trailing: [Int] = []
  ) throws(HDF5Error) -> Dataset<Element> {
    let shape = layout.extents + trailing
    let dataset = try file.createDataset(
      name, of: type, shape: shape, chunk: shape.isEmpty ? nil : GridBoxes.chunk(of: shape),
      fill: fill, filters: shape.isEmpty ? [] : [.fletcher32])
    try attach(Array(layout.dimensions.indices), to: dataset)
    for (axis, dimension) in dimensions.enumerated() {
      let scale = try file.openDataset(dimension.rawValue, of: Int64.self)
      try dataset.attachScale(scale, toDimension: layout.dimensions.count + axis)
    }
    if declaresFill { try dataset.setFillValueAttribute(fill) }
    let names = dimensions.filter(named.contains).map { DatasetName.names(along: $0.rawValue) }
    try dataset.setText("coordinates", ([coordinateNames] + names).joined(separator: " "))
    return dataset
  }

  private var coordinateNames: String {
    (layout.coordinates.map(\.parameter.name) + layout.constants.map(\.name))
      .joined(separator: " ")
  }

  // MARK: Parameters

  private func writeAttributes(of results: borrowing ResultsFile) throws(HDF5Error) {
    for name in ["Conventions", "title", "question", "description", "specification"] {
      if let text = try results.text(of: name) { try file.setText(name, text) }
    }
    if let digest = try results.text(of: AttributeName.sweepDigest) {
      try file.setText(AttributeName.sweepDigest, digest)
    }
    try file.setAttribute(AttributeName.gridVersion, GridFile.version)
    try file.setText("coordinates", coordinateNames)
  }

  private func writeDimension(_ dimension: ParameterLevels) throws(HDF5Error) {
    let codes = (0..<dimension.count).map { Int32($0) }
    try writeParameter(dimension, codes: codes, shape: [dimension.count], along: nil)
  }

  private func writeCoordinate(_ coordinate: GridLayout.Coordinate) throws(HDF5Error) {
    try writeParameter(
      coordinate.parameter, codes: coordinate.codes,
      shape: coordinate.dimensions.map { layout.extents[$0] }, along: coordinate.dimensions)
  }

  /// Writes a parameter's values; `dimensions` are those it lies along, nil makes it one itself.
  private func writeParameter(
    _ parameter: ParameterLevels, codes: [Int32], shape: [Int], along dimensions: [Int]?
  ) throws(HDF5Error) {
    let values = codes.map { $0 < 0 ? nil : parameter.levels[Int($0)] }
    switch parameter.elementType {
    case .text:
      let dataset = try file.createStringDataset(parameter.name, shape: shape)
      try dataset.write(values.map { $0?.description ?? "" })
      try label(dataset, parameter, along: dimensions)
      try dataset.close()
    case .float64:
      try write(values.map { $0?.asReal ?? .nan }, parameter, shape, dimensions, fill: .nan)
    case .uint64:
      try write(values.map(\.seed), parameter, shape, dimensions, fill: nil)
    case .int64, .int8:
      let fill = RecordBlock.integerFill
      // Without a missing value none is declared, so that readers keep whole numbers.
      try write(
        values.map { $0?.whole ?? fill }, parameter, shape, dimensions,
        fill: values.contains(nil) ? fill : nil)
    }
  }

  private func write<Element: HDF5Scalar>(
    _ values: [Element], _ parameter: ParameterLevels, _ shape: [Int], _ dimensions: [Int]?,
    fill: Element?
  ) throws(HDF5Error) {
    let dataset = try file.createDataset(
      parameter.name, of: Element.self, shape: shape,
      chunk: shape.isEmpty ? nil : GridBoxes.chunk(of: shape),
      filters: shape.isEmpty ? [] : [.fletcher32])
    try dataset.write(values)
    if let fill { try dataset.setFillValueAttribute(fill) }
    if let units = parameter.units { try dataset.setText("units", units) }
    try label(dataset, parameter, along: dimensions)
    try dataset.close()
  }

  private func label(
    _ dataset: borrowing some DatasetObject & ~Copyable, _ parameter: ParameterLevels,
    along dimensions: [Int]?
  ) throws(HDF5Error) {
    try dataset.setText("long_name", parameter.longName)
    for (name, text) in parameter.attributes.sorted(by: { $0.key < $1.key }) {
      try dataset.setText(name, text)
    }
    if let dimensions {
      try attach(dimensions, to: dataset)
    } else {
      try dataset.makeScale(named: parameter.name)
    }
  }

  private func attach(
    _ dimensions: [Int], to dataset: borrowing some DatasetObject & ~Copyable
  ) throws(HDF5Error) {
    for (axis, place) in dimensions.enumerated() {
      let dimension = layout.dimensions[place]
      switch dimension.elementType {
      case .text:
        try dataset.attachScale(try file.openStringDataset(dimension.name), toDimension: axis)
      case .float64:
        let scale = try file.openDataset(dimension.name, of: Double.self)
        try dataset.attachScale(scale, toDimension: axis)
      case .uint64:
        let scale = try file.openDataset(dimension.name, of: UInt64.self)
        try dataset.attachScale(scale, toDimension: axis)
      case .int64, .int8:
        let scale = try file.openDataset(dimension.name, of: Int64.self)
        try dataset.attachScale(scale, toDimension: axis)
      }
    }
  }

  /// A dimension that counts from 0.
  private func writeCount(_ name: String, _ longName: String, _ count: Int) throws(HDF5Error) {
    let dataset = try file.createDataset(
      name, of: Int64.self, shape: [count], chunk: GridBoxes.chunk(of: [count]),
      filters: [.fletcher32])
    try dataset.write((0..<count).map { Int64($0) })
    try dataset.setText("long_name", longName)
    try dataset.makeScale(named: name)
    try dataset.close()
  }
}

extension Optional where Wrapped == Value {
  /// A seed, or 0: seeds are never missing where there is a run.
  fileprivate var seed: UInt64 { if case .seed(let value) = self { value } else { 0 } }
}

extension Value {
  fileprivate var whole: Int64? { if case .integer(let value) = self { Int64(value) } else { nil } }
}
