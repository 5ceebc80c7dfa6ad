internal import CHDF5

/// An open dataset of numbers, stored in C order: the last index runs fastest.
///
///     let loss = try file.createDataset(
///       "loss", of: Double.self, shape: [runCount, 100], chunk: [64, 100], fill: .nan,
///       filters: [.fletcher32])
///     try loss.write(batch, rows: 64..<128)
///     try loss.close()
public struct Dataset<Element: HDF5Scalar>: ~Copyable, DatasetObject {
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
}

extension Container where Self: ~Copyable {
  /// Creates a dataset of fixed shape.
  ///
  /// Without a chunk shape it is stored in one piece, allocated at the first write. With one, each
  /// chunk is allocated when it is first written to, so chunks that nobody writes take no space;
  /// their elements read as `fill`.
  ///
  /// The corresponding C function is `H5Dcreate2`.
  ///
  /// - Parameters:
  ///   - name: The dataset's path from here.
  ///   - element: The type of the elements.
  ///   - shape: The extents, slowest first; empty for a scalar. Zeros are fine.
  ///   - chunk: The extents of a chunk, clipped to `shape`; nil for one piece.
  ///   - fill: What elements that were never written read as; nil for zero.
  ///   - filters: What chunks pass through, in this order.
  /// - Returns: The open dataset.
  /// - Throws: ``HDF5Error``, also where the name is taken.
  /// - Precondition: Extents are not negative; a chunk has the rank of `shape`, which is not that
  ///   of a scalar, and no zero extent; filters come with a chunk.
  public func createDataset<Element: HDF5Scalar>(
    _ name: String, of element: Element.Type = Element.self, shape: [Int], chunk: [Int]? = nil,
    fill: Element? = nil, filters: [Filter] = []
  ) throws(HDF5Error) -> Dataset<Element> {
    let id = self.id
    let object = describe(id, child: name)
    let space = try makeDataspace(shape, on: object)
    let properties = try datasetCreationProperties(
      shape: shape, chunk: chunk, filters: filters, on: object)
    let (spaceID, list) = (space.id, properties.id)
    if var fill {
      try check(
        unsafe H5Pset_fill_value(list, Element.scalarType.memoryType, &fill), "H5Pset_fill_value",
        on: object)
    }
    let none = chdf5_default_properties()
    return Dataset(
      adopting: try check(
        unsafe H5Dcreate2(id, name, Element.scalarType.fileType, spaceID, none, list, none),
        "H5Dcreate2", on: object))
  }

  /// Opens a dataset whose elements are stored exactly as `Element` is.
  ///
  /// The corresponding C function is `H5Dopen2`.
  ///
  /// - Parameters:
  ///   - name: The dataset's path from here.
  ///   - element: The type of the elements.
  /// - Returns: The open dataset.
  /// - Throws: ``HDF5Error``, also where the stored type is another one.
  public func openDataset<Element: HDF5Scalar>(
    _ name: String, of element: Element.Type = Element.self
  ) throws(HDF5Error) -> Dataset<Element> {
    let id = self.id
    let dataset = Dataset<Element>(
      adopting: try check(
        unsafe H5Dopen2(id, name, chdf5_default_properties()), "H5Dopen2",
        on: describe(id, child: name)))
    let datasetID = dataset.id
    let type = OwnedIdentifier(
      adopting: try check(H5Dget_type(datasetID), "H5Dget_type", on: describe(datasetID)))
    try Element.scalarType.checkIsStored(as: type.id, on: describe(datasetID))
    return dataset
  }
}
