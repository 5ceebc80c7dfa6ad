internal import CHDF5

extension Dataset {
  /// Writes the whole dataset.
  ///
  /// The corresponding C function is `H5Dwrite`.
  ///
  /// - Parameter values: All elements, row-major.
  /// - Throws: ``HDF5Error``.
  /// - Precondition: As many values as elements.
  public func write(_ values: [Element]) throws(HDF5Error) {
    precondition(values.count == shape.elementCount, "as many values as elements")
    guard !values.isEmpty else { return }
    let id = self.id
    let all = chdf5_all()
    try check(
      unsafe H5Dwrite(
        id, Element.scalarType.memoryType, all, all, chdf5_default_properties(), values),
      "H5Dwrite", on: describe(id))
  }

  /// Writes consecutive rows.
  ///
  /// The corresponding C functions are `H5Sselect_hyperslab` and `H5Dwrite`.
  ///
  /// - Parameters:
  ///   - values: Whole rows, row-major.
  ///   - row: The first row written, counted from 0.
  /// - Throws: ``HDF5Error``.
  /// - Precondition: The values are whole rows that fit.
  public func write(_ values: [Element], atRow row: Int) throws(HDF5Error) {
    guard !values.isEmpty else { return }
    precondition(values.count.isMultiple(of: rowLength), "values are whole rows")
    let rows = row..<row + values.count / rowLength
    let id = self.id
    let selection = try Selection(rows: rows, of: shape, on: describe(id))
    let (fileID, memoryID) = (selection.file.id, selection.memory.id)
    try check(
      unsafe H5Dwrite(
        id, Element.scalarType.memoryType, memoryID, fileID, chdf5_default_properties(), values),
      "H5Dwrite", on: describe(id))
  }

  /// Reads the whole dataset, row-major.
  ///
  /// The corresponding C function is `H5Dread`.
  ///
  /// - Throws: ``HDF5Error``, also where a checksum does not match.
  public func read() throws(HDF5Error) -> [Element] {
    if shape.isEmpty { return try read(file: chdf5_all(), memory: chdf5_all(), count: 1) }
    return try read(rows: 0..<shape[0])
  }

  /// Reads consecutive rows, row-major.
  ///
  /// The corresponding C functions are `H5Sselect_hyperslab` and `H5Dread`.
  ///
  /// - Throws: ``HDF5Error``, also where a checksum does not match.
  /// - Precondition: The rows exist.
  public func read(rows: Range<Int>) throws(HDF5Error) -> [Element] {
    guard !rows.isEmpty, rowLength > 0 else { return [] }
    let selection = try Selection(rows: rows, of: shape, on: describe(id))
    return try read(
      file: selection.file.id, memory: selection.memory.id, count: rows.count * rowLength)
  }

  private func read(file: hid_t, memory: hid_t, count: Int) throws(HDF5Error) -> [Element] {
    let id = self.id
    try checkFits(
      elementCount: count, elementByteCount: MemoryLayout<Element>.stride, on: describe(id))
    var values = [Element](repeating: 0, count: count)
    try check(
      unsafe H5Dread(
        id, Element.scalarType.memoryType, memory, file, chdf5_default_properties(), &values),
      "H5Dread", on: describe(id))
    return values
  }
}

/// Dataspaces that select rows in a file, and as many in memory.
private struct Selection: ~Copyable {
  let file: OwnedIdentifier
  let memory: OwnedIdentifier

  init(rows: Range<Int>, of shape: [Int], on place: String) throws(HDF5Error) {
    precondition(!shape.isEmpty, "a scalar has no rows")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= shape[0], "rows out of range")
    var start = [hsize_t](repeating: 0, count: shape.count)
    var count = shape.map { hsize_t($0) }
    start[0] = hsize_t(rows.lowerBound)
    count[0] = hsize_t(rows.count)
    let file = try makeDataspace(shape, on: place)
    let fileID = file.id
    try check(
      unsafe H5Sselect_hyperslab(fileID, H5S_SELECT_SET, start, nil, count, nil),
      "H5Sselect_hyperslab", on: place)
    memory = try makeDataspace([rows.count] + shape.dropFirst(), on: place)
    self.file = file
  }
}
