internal import CHDF5

/// An open dataset of texts: variable length, UTF-8.
///
/// Variable length is what both NetCDF readers of Python return as text. Texts lie in the file's
/// global heap, which filters do not reach; hence there are no filters here.
///
/// - Warning: The global heap has no checksum, and HDF5 1.10.8 trusts what it finds there: reading
///   texts of a damaged file can end the process, or take forever. Where damage must be an error,
///   compare a digest of the file first.
public struct StringDataset: ~Copyable, DatasetObject {
  private let identifier: hid_t

  init(adopting identifier: hid_t) { self.identifier = identifier }

  deinit { silently(H5Dclose(identifier)) }

  /// The identifier, valid as long as this value lives.
  public var handle: ObjectHandle { ObjectHandle(id: identifier) }

  /// Closes the dataset and reports a failure to flush it.
  ///
  /// Letting the value go out of scope also closes it, but then a failure is lost.
  ///
  /// The corresponding C function is `H5Dclose`.
  ///
  /// - Throws: ``HDF5Error``.
  public consuming func close() throws(HDF5Error) {
    let id = identifier
    discard self
    // Asked for now: after a failure the library may have freed what the identifier names.
    let object = describe(id)
    try check(H5Dclose(id), "H5Dclose", on: object)
  }

  /// Writes all texts, in C order.
  ///
  /// The corresponding C function is `H5Dwrite`.
  ///
  /// - Parameter texts: As many as the dataset has elements; one for a scalar.
  /// - Throws: ``HDF5Error``, also for a text that contains a NUL.
  /// - Precondition: The counts agree.
  public func write(_ texts: [String]) throws(HDF5Error) {
    let count = try shape().elementCount
    precondition(texts.count == count, "\(texts.count) texts for \(count) elements")
    try transfer(texts, chdf5_all(), chdf5_all())
  }

  /// Writes some rows, in C order: indices of the first dimension, with all of the others.
  ///
  /// The corresponding C functions are `H5Sselect_hyperslab` and `H5Dwrite`.
  ///
  /// - Parameters:
  ///   - texts: Shape `[rows.count]` followed by the dataset's shape without its first extent.
  ///   - rows: Which rows, counted from 0; may be empty.
  /// - Throws: ``HDF5Error``, also for a text that contains a NUL.
  /// - Precondition: The dataset is not a scalar, `rows` lies inside it, and the counts agree.
  public func write(_ texts: [String], rows: Range<Int>) throws(HDF5Error) {
    let selection = try selection(of: rows, in: try shape())
    precondition(
      texts.count == selection.elementCount,
      "\(texts.count) texts for \(selection.elementCount) elements")
    try transfer(texts, selection.inMemory.id, selection.inFile.id)
  }

  /// Reads all texts, in C order; one that was never written is empty.
  ///
  /// The corresponding C functions are `H5Dread` and `H5Dvlen_reclaim`.
  ///
  /// - Throws: ``HDF5Error``, also for bytes that are not UTF-8.
  public func read() throws(HDF5Error) -> [String] {
    let count = try shape().elementCount
    let space = try dataspace()
    return try read(count: count, reclaiming: space.id, chdf5_all(), chdf5_all())
  }

  /// Reads some rows, in C order; texts that were never written are empty.
  ///
  /// The corresponding C functions are `H5Sselect_hyperslab`, `H5Dread` and `H5Dvlen_reclaim`.
  ///
  /// - Parameter rows: Which rows, counted from 0; may be empty.
  /// - Returns: Shape `[rows.count]` followed by the dataset's shape without its first extent.
  /// - Throws: ``HDF5Error``, also for bytes that are not UTF-8.
  /// - Precondition: The dataset is not a scalar, and `rows` lies inside it.
  public func read(rows: Range<Int>) throws(HDF5Error) -> [String] {
    let selection = try selection(of: rows, in: try shape())
    let memory = selection.inMemory.id
    return try read(
      count: selection.elementCount, reclaiming: memory, memory, selection.inFile.id)
  }

  private func transfer(
    _ texts: [String], _ memorySpace: hid_t, _ fileSpace: hid_t
  ) throws(HDF5Error) {
    guard !texts.isEmpty else { return }
    let id = self.id
    let type = try makeTextType(byteCount: nil, on: describe(id))
    let typeID = type.id
    try unsafe withCStrings(texts, on: describe(id)) { pointers throws(HDF5Error) in
      try check(
        unsafe H5Dwrite(id, typeID, memorySpace, fileSpace, chdf5_default_properties(), pointers),
        "H5Dwrite", on: describe(id))
    }
  }

  private func read(
    count: Int, reclaiming space: hid_t, _ memorySpace: hid_t, _ fileSpace: hid_t
  ) throws(HDF5Error) -> [String] {
    let id = self.id
    let stored = OwnedIdentifier(
      adopting: try check(H5Dget_type(id), "H5Dget_type", on: describe(id)))
    let storedID = stored.id
    return try unsafe readVariableTexts(
      stored: storedID, count: count, space: space, on: describe(id)
    ) { type, pointers throws(HDF5Error) in
      try check(
        unsafe H5Dread(id, type, memorySpace, fileSpace, chdf5_default_properties(), pointers),
        "H5Dread", on: describe(id))
    }
  }
}

extension Container where Self: ~Copyable {
  /// Creates a dataset of texts, of fixed shape.
  ///
  /// The corresponding C function is `H5Dcreate2`.
  ///
  /// - Parameters:
  ///   - name: The dataset's path from here.
  ///   - shape: The extents, slowest first; empty for a scalar. Zeros are fine.
  ///   - chunk: The extents of a chunk, clipped to `shape`; nil for one piece.
  ///   - fill: What texts that were never written read as; nil for the empty one.
  /// - Returns: The open dataset.
  /// - Throws: ``HDF5Error``, also where the name is taken, and for a fill that contains a NUL.
  /// - Precondition: Extents are not negative; a chunk has the rank of `shape`, which is not that
  ///   of a scalar, and no zero extent.
  public func createStringDataset(
    _ name: String, shape: [Int], chunk: [Int]? = nil, fill: String? = nil
  ) throws(HDF5Error) -> StringDataset {
    let id = self.id
    let object = describe(id, child: name)
    let space = try makeDataspace(shape, on: object)
    let properties = try datasetCreationProperties(
      shape: shape, chunk: chunk, filters: [], on: object)
    let type = try makeTextType(byteCount: nil, on: object)
    let (spaceID, list, typeID) = (space.id, properties.id, type.id)
    if let fill {
      try unsafe withCStrings([fill], on: object) { pointer throws(HDF5Error) in
        try check(
          unsafe H5Pset_fill_value(list, typeID, pointer), "H5Pset_fill_value", on: object)
      }
    }
    let none = chdf5_default_properties()
    return StringDataset(
      adopting: try check(
        unsafe H5Dcreate2(id, name, typeID, spaceID, none, list, none), "H5Dcreate2", on: object))
  }

  /// Opens a dataset of texts of variable length.
  ///
  /// The corresponding C function is `H5Dopen2`.
  ///
  /// - Parameter name: The dataset's path from here.
  /// - Returns: The open dataset.
  /// - Throws: ``HDF5Error``, also where the stored type is another one.
  public func openStringDataset(_ name: String) throws(HDF5Error) -> StringDataset {
    let id = self.id
    let dataset = StringDataset(
      adopting: try check(
        unsafe H5Dopen2(id, name, chdf5_default_properties()), "H5Dopen2",
        on: describe(id, child: name)))
    let datasetID = dataset.id
    let type = OwnedIdentifier(
      adopting: try check(H5Dget_type(datasetID), "H5Dget_type", on: describe(datasetID)))
    guard try isVariableText(type.id, on: describe(datasetID)) else {
      throw HDF5Error(
        refusing: "H5Tis_variable_str", on: describe(datasetID), "the texts have a fixed length")
    }
    return dataset
  }
}
