internal import CHDF5

/// An open dataset of numbers, row-major; its first dimension counts rows.
///
///     let loss = try file.createDataset("loss", of: Double.self, shape: [rows, 40])
///     try loss.write(values, atRow: 100)
///     try loss.close()
public struct Dataset<Element: HDF5Scalar>: ~Copyable, HDF5Object {
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

  /// Elements in one row; 1 for a scalar.
  public var rowLength: Int { Array(shape.dropFirst()).elementCount }

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
    try check(H5Dclose(id), "H5Dclose", on: describe(id))
  }
}

extension Container where Self: ~Copyable {
  /// Creates a dataset of numbers.
  ///
  /// The corresponding C function is `H5Dcreate2`.
  ///
  /// - Parameters:
  ///   - name: The dataset's path from here.
  ///   - type: The element type.
  ///   - shape: The extents; empty for a scalar.
  ///   - chunk: The chunk's extents, clipped to the shape; nil for contiguous storage. Chunks
  ///     that are never written take no space.
  ///   - fill: What unwritten elements hold.
  ///   - filters: What chunks pass through; needs a chunk.
  /// - Throws: ``HDF5Error``.
  public func createDataset<Element: HDF5Scalar>(
    _ name: String, of type: Element.Type, shape: [Int], chunk: [Int]? = nil,
    fill: Element? = nil, filters: [Filter] = []
  ) throws(HDF5Error) -> Dataset<Element> {
    guard let extents = Extents(shape) else { preconditionFailure("at most three dimensions") }
    let id = self.id
    let place = describe(id, child: name)
    let space = try makeDataspace(shape, on: place)
    let properties = try datasetCreationProperties(
      shape: shape, chunk: chunk, filters: filters, on: place)
    let (spaceID, propertiesID) = (space.id, properties.id)
    if var fill {
      try check(
        unsafe H5Pset_fill_value(propertiesID, Element.scalarType.memoryType, &fill),
        "H5Pset_fill_value", on: place)
    }
    let none = chdf5_default_properties()
    let dataset = try check(
      unsafe H5Dcreate2(
        id, name, Element.scalarType.fileType, spaceID, none, propertiesID, none),
      "H5Dcreate2", on: place)
    return Dataset(adopting: dataset, extents: extents)
  }

  /// Opens a dataset of numbers.
  ///
  /// The corresponding C function is `H5Dopen2`.
  ///
  /// - Parameters:
  ///   - name: The dataset's path from here.
  ///   - type: The element type; a dataset of another type is refused.
  /// - Throws: ``HDF5Error``.
  public func openDataset<Element: HDF5Scalar>(
    _ name: String, of type: Element.Type
  ) throws(HDF5Error) -> Dataset<Element> {
    let id = self.id
    let place = describe(id, child: name)
    let owned = OwnedIdentifier(
      adopting: try check(
        unsafe H5Dopen2(id, name, chdf5_default_properties()), "H5Dopen2", on: place))
    let dataset = owned.id
    let stored = OwnedIdentifier(
      adopting: try check(H5Dget_type(dataset), "H5Dget_type", on: place))
    try Element.scalarType.checkIsStored(as: stored.id, on: place)
    let space = OwnedIdentifier(
      adopting: try check(H5Dget_space(dataset), "H5Dget_space", on: place))
    let extents = try Extents(reading: readExtents(of: space, on: place), on: place)
    // The dataset outlives the guard above.
    try check(H5Iinc_ref(dataset), "H5Iinc_ref", on: place)
    return Dataset(adopting: dataset, extents: extents)
  }
}
