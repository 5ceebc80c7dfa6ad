internal import HDF5
public import Parameters

extension ResultsFile {
  /// Every dataset but the dimensions: parameters as the file lists them, then records in the
  /// order of the format's description, quantities in that of the caller, then others by name.
  ///
  /// - Throws: ``ShardError`` also where an axis is none of the file's dimensions.
  public func columns() throws(ShardError) -> [ResultsColumn] {
    let parameters = try attribute("coordinates")?.split(separator: " ").map(String.init) ?? []
    let records =
      [
        DatasetName.status, DatasetName.divergedAtStep, DatasetName.slowStartStep, DatasetName.step,
      ] + known.map(\.name) + [DatasetName.projectionStatus, DatasetName.signal]
    do throws(HDF5Error) {
      let dimensions = try self.dimensions()
      let found = Set(try file.linkNames()).subtracting(dimensions.map(\.rawValue))
        .subtracting(try namedDimensions().map { DatasetName.names(along: $0.rawValue) })
      let listed = parameters + records
      let others = found.subtracting(listed).sorted()
      var columns: [ResultsColumn] = []
      for name in listed + others where found.contains(name) {
        columns.append(try column(name, isParameter: parameters.contains(name), dimensions))
      }
      return columns
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// The dimensions that are there: runs, snapshots, entries of a signal, then the axes of blocks and of vectors of
  /// the sweep file's own by name.
  func dimensions() throws(HDF5Error) -> [ResultsColumn.Dimension] {
    let names = try file.linkNames().sorted()
    let arrays = names.flatMap { name -> [String] in
      switch RecordedArray.content(ofDataset: name) {
      case .block(let block)?:
        RecordedArray(.block(block), lengths: [1, 1, 1], isSeries: false).axisNames
      case nil: [RecordedArray.axisName(ofVector: name)]
      case .signal?, .stoppedAt?, .own?: []
      }
    }
    var found: [ResultsColumn.Dimension] = []
    for name in [DatasetName.run, DatasetName.snapshot, DatasetName.entry] + arrays
    where names.contains(name) {
      if try file.openDataset(name, of: Int64.self).isScale() {
        found.append(.init(rawValue: name))
      }
    }
    return found
  }

  /// The dimensions whose places have names.
  func namedDimensions() throws(HDF5Error) -> [ResultsColumn.Dimension] {
    var found: [ResultsColumn.Dimension] = []
    for dimension in try dimensions() where try hasNames(along: dimension) {
      found.append(dimension)
    }
    return found
  }

  private func hasNames(along dimension: ResultsColumn.Dimension) throws(HDF5Error) -> Bool {
    let name = DatasetName.names(along: dimension.rawValue)
    guard dimension != .run, dimension != .snapshot, try file.exists(name),
      let names = try? file.openStringDataset(name)
    else { return false }
    try names.close()
    return true
  }

  /// The names of the places along a dimension, as of inputs; nil where they have none.
  ///
  /// - Throws: ``ShardError``.
  public func names(along dimension: ResultsColumn.Dimension) throws(ShardError) -> [String]? {
    do throws(HDF5Error) {
      return try texts(along: dimension)
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// As ``names(along:)``, for whoever passes on the library's errors.
  func texts(along dimension: ResultsColumn.Dimension) throws(HDF5Error) -> [String]? {
    guard try hasNames(along: dimension) else { return nil }
    return try file.openStringDataset(DatasetName.names(along: dimension.rawValue)).read()
  }

  /// The recorded quantities that are there: those that the caller knows, then others by name, as the
  /// file describes them.
  ///
  /// - Throws: ``ShardError``.
  public var quantities: [Quantity] {
    get throws(ShardError) { Self.quantities(in: try columns(), known) }
  }

  static func quantities(in columns: [ResultsColumn], _ known: [Quantity]) -> [Quantity] {
    columns.filter(\.isQuantity).map { column in
      if let found = known.first(where: { $0.name == column.name }) { return found }
      // What has no symbol but its name was written by the user: a table has it, without a best value.
      let isOwn = column.symbol == column.name
      return Quantity(
        column.name, longName: column.longName, symbol: column.symbol,
        head: isOwn ? column.name : nil,
        scale: column.scale == .logarithmic ? .logarithmic : .linear
      ).with { $0.isMarked = !isOwn }
    }
  }

  /// A parameter's column; nil where the file does not have it.
  func parameterColumn(_ name: String) throws(ShardError) -> ResultsColumn? {
    do throws(HDF5Error) {
      guard try file.exists(name) else { return nil }
      return try column(name, isParameter: true, [.run])
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// A column's values for a range of runs, in C order; all of them where runs do not differ.
  ///
  /// - Throws: ``ShardError``.
  /// - Precondition: `runs` lies in `0..<runCount`, and the column is of this file.
  public func values(
    of column: ResultsColumn, runs: Range<Int>
  ) throws(ShardError) -> ParameterColumn.Values {
    do throws(HDF5Error) {
      switch column.elementType {
      case .int8: return .integer(try read(column, Int8.self, runs).map { Int64($0) })
      case .int64: return .integer(try read(column, Int64.self, runs))
      case .uint64: return .seed(try read(column, UInt64.self, runs))
      case .float64: return .real(try read(column, Double.self, runs))
      case .text:
        let dataset = try file.openStringDataset(column.name)
        guard column.isPerRun else { return .text(try dataset.read()) }
        if column.isWritten || runs.isEmpty { return .text(try dataset.read(rows: runs)) }
        let first = try dataset.read(rows: runs.prefix(1))
        return .text(Array(repeating: first[0], count: runs.count))
      }
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// The length of a dimension; 0 where the file does not have it.
  public func extent(of dimension: ResultsColumn.Dimension) throws(ShardError) -> Int {
    do throws(HDF5Error) {
      return try length(of: dimension)
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// As ``extent(of:)``, for whoever passes on the library's errors.
  func length(of dimension: ResultsColumn.Dimension) throws(HDF5Error) -> Int {
    guard try file.exists(dimension.rawValue) else { return 0 }
    return try file.openDataset(dimension.rawValue, of: Int64.self).shape().first ?? 0
  }

  /// Elements of a column for one run.
  public func elementsPerRun(of column: ResultsColumn) throws(ShardError) -> Int {
    var count = 1
    for dimension in column.dimensions where dimension != .run {
      count *= try extent(of: dimension)
    }
    return count
  }

  private func read<Element: HDF5Scalar>(
    _ column: ResultsColumn, _ type: Element.Type, _ runs: Range<Int>
  ) throws(HDF5Error) -> [Element] {
    let dataset = try file.openDataset(column.name, of: type)
    return column.isPerRun ? try dataset.read(rows: runs) : try dataset.read()
  }

  private func column(
    _ name: String, isParameter: Bool, _ dimensions: [ResultsColumn.Dimension]
  ) throws(HDF5Error) -> ResultsColumn {
    if let dataset = try? file.openDataset(name, of: Double.self) {
      return try describe(name, .float64, isParameter, dimensions, dataset)
    }
    if let dataset = try? file.openDataset(name, of: Int64.self) {
      return try describe(name, .int64, isParameter, dimensions, dataset)
    }
    if let dataset = try? file.openDataset(name, of: UInt64.self) {
      return try describe(name, .uint64, isParameter, dimensions, dataset)
    }
    if let dataset = try? file.openDataset(name, of: Int8.self) {
      return try describe(name, .int8, isParameter, dimensions, dataset)
    }
    return try describe(name, .text, isParameter, dimensions, try file.openStringDataset(name))
  }

  private func describe(
    _ name: String, _ type: ResultsColumn.ElementType, _ isParameter: Bool,
    _ known: [ResultsColumn.Dimension], _ dataset: borrowing some DatasetObject & ~Copyable
  ) throws(HDF5Error) -> ResultsColumn {
    let shape = try dataset.shape()
    var dimensions: [ResultsColumn.Dimension] = []
    for axis in shape.indices {
      dimensions.append(try dimension(ofAxis: axis, of: dataset, extent: shape[axis], among: known))
    }
    func text(_ attribute: String) throws(HDF5Error) -> String? {
      try dataset.hasAttribute(attribute) ? try dataset.textAttribute(attribute) : nil
    }
    return ResultsColumn(
      name: name, elementType: type, dimensions: dimensions, isParameter: isParameter,
      isLabel: isParameter && formatVersion > 1,
      missingLabel: try missingLabel(of: dataset, type),
      owners: try text(AttributeName.owners).flatMap(ColumnOwners.init),
      isWritten: try dataset.mayHoldValues(), longName: try text("long_name") ?? name,
      units: try text("units"), symbol: try text(AttributeName.symbol),
      role: try text(AttributeName.role).flatMap(ColumnMeaning.Role.init(rawValue:)),
      scale: try text(AttributeName.scale).flatMap(ColumnMeaning.Scale.init(rawValue:)))
  }

  private func missingLabel(
    of dataset: borrowing some DatasetObject & ~Copyable, _ type: ResultsColumn.ElementType
  ) throws(HDF5Error) -> Double? {
    guard try dataset.hasAttribute(AttributeName.missingLabel) else { return nil }
    switch type {
    case .float64: return try dataset.attribute(AttributeName.missingLabel, of: Double.self)
    case .int64: return Double(try dataset.attribute(AttributeName.missingLabel, of: Int64.self))
    case .text: return Double(ParameterColumn.Values.missingNumber)
    case .int8, .uint64: return nil
    }
  }

  private func dimension(
    ofAxis axis: Int, of dataset: borrowing some DatasetObject & ~Copyable, extent: Int,
    among dimensions: [ResultsColumn.Dimension]
  ) throws(HDF5Error) -> ResultsColumn.Dimension {
    for dimension in dimensions {
      let scale = try file.openDataset(dimension.rawValue, of: Int64.self)
      guard try dataset.isScale(scale, attachedToDimension: axis) else { continue }
      if try scale.shape() == [extent] { return dimension }
    }
    throw HDF5Error(
      function: "H5DSis_attached", object: dataset.location,
      frames: [.init(function: "", message: "axis \(axis) is none of the file's dimensions")])
  }
}
