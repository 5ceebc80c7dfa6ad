internal import CHDF5

/// An open dataset of UTF-8 text of variable length, a scalar or one-dimensional.
public struct StringDataset: ~Copyable, HDF5Object {
  private let identifier: hid_t
  private let extents: Extents

  init(adopting identifier: hid_t, extents: Extents) {
    self.identifier = identifier
    self.extents = extents
  }

  deinit { silently(H5Dclose(identifier)) }

  /// The extents; empty for a scalar.
  public var shape: [Int] { extents.shape }

  /// The identifier, valid as long as this value lives.
  public var handle: ObjectHandle { ObjectHandle(id: identifier) }

  /// Writes the whole dataset.
  ///
  /// The corresponding C function is `H5Dwrite`.
  ///
  /// - Throws: ``HDF5Error``.
  /// - Precondition: As many values as elements.
  public func write(_ values: [String]) throws(HDF5Error) {
    precondition(values.count == shape.elementCount, "as many values as elements")
    guard !values.isEmpty else { return }
    let id = self.id
    let type = try makeTextType(on: describe(id))
    let typeID = type.id
    // One buffer holds all texts, each closed by a zero; the library copies them.
    var bytes: [CChar] = []
    var offsets: [Int] = []
    for value in values {
      offsets.append(bytes.count)
      bytes += value.utf8CString
    }
    let code = unsafe bytes.withUnsafeBufferPointer { buffer in
      let pointers = unsafe offsets.map { unsafe buffer.baseAddress?.advanced(by: $0) }
      return unsafe silently(
        H5Dwrite(
          id, typeID, chdf5_all(), chdf5_all(), chdf5_default_properties(), pointers))
    }
    try check(code, "H5Dwrite", on: describe(id))
  }

  /// Reads the whole dataset.
  ///
  /// The corresponding C functions are `H5Dread` and `H5Dvlen_reclaim`.
  ///
  /// - Throws: ``HDF5Error``.
  public func read() throws(HDF5Error) -> [String] {
    let id = self.id
    let place = describe(id)
    let count = shape.elementCount
    guard count > 0 else { return [] }
    try checkFits(elementCount: count, elementByteCount: 16, on: place)
    let type = try makeTextType(on: place)
    let space = try makeDataspace(shape, on: place)
    let (typeID, spaceID) = (type.id, space.id)
    var pointers = unsafe [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    try check(
      unsafe H5Dread(
        id, typeID, chdf5_all(), chdf5_all(), chdf5_default_properties(), &pointers),
      "H5Dread", on: place)
    let values = unsafe pointers.map { unsafe $0.map { unsafe String(cString: $0) } ?? "" }
    _ = unsafe H5Dvlen_reclaim(typeID, spaceID, chdf5_default_properties(), &pointers)
    return values
  }

  /// Closes the dataset and reports a failure to flush it.
  ///
  /// The corresponding C function is `H5Dclose`.
  ///
  /// - Throws: ``HDF5Error``.
  public consuming func close() throws(HDF5Error) {
    let id = identifier
    discard self
    try check(H5Dclose(id), "H5Dclose", on: describe(id))
  }
}

extension Container where Self: ~Copyable {
  /// Creates a dataset of text; xarray reads it as text with either of its engines.
  ///
  /// The corresponding C function is `H5Dcreate2`.
  ///
  /// - Parameters:
  ///   - name: The dataset's path from here.
  ///   - shape: One extent, or none for a scalar.
  /// - Throws: ``HDF5Error``.
  public func createStringDataset(_ name: String, shape: [Int]) throws(HDF5Error) -> StringDataset {
    guard let extents = Extents(shape), shape.count <= 1 else {
      preconditionFailure("text is a scalar or one-dimensional")
    }
    let id = self.id
    let place = describe(id, child: name)
    let type = try makeTextType(on: place)
    let space = try makeDataspace(shape, on: place)
    let properties = try datasetCreationProperties(
      shape: shape, chunk: nil, filters: [], on: place)
    let (typeID, spaceID, propertiesID) = (type.id, space.id, properties.id)
    let none = chdf5_default_properties()
    let dataset = try check(
      unsafe H5Dcreate2(id, name, typeID, spaceID, none, propertiesID, none), "H5Dcreate2",
      on: place)
    return StringDataset(adopting: dataset, extents: extents)
  }

  /// Opens a dataset of variable-length text.
  ///
  /// The corresponding C function is `H5Dopen2`.
  ///
  /// - Throws: ``HDF5Error``, also where the dataset holds something else.
  public func openStringDataset(_ name: String) throws(HDF5Error) -> StringDataset {
    let id = self.id
    let place = describe(id, child: name)
    let owned = OwnedIdentifier(
      adopting: try check(
        unsafe H5Dopen2(id, name, chdf5_default_properties()), "H5Dopen2", on: place))
    let dataset = owned.id
    let stored = OwnedIdentifier(
      adopting: try check(H5Dget_type(dataset), "H5Dget_type", on: place))
    let storedID = stored.id
    guard silently(H5Tis_variable_str(storedID)) > 0 else {
      throw HDF5Error(refusing: "H5Tis_variable_str", on: place, "the dataset holds no text")
    }
    let space = OwnedIdentifier(
      adopting: try check(H5Dget_space(dataset), "H5Dget_space", on: place))
    let extents = try Extents(reading: readExtents(of: space, on: place), on: place)
    try check(H5Iinc_ref(dataset), "H5Iinc_ref", on: place)
    return StringDataset(adopting: dataset, extents: extents)
  }
}
