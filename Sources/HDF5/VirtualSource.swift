internal import CHDF5
internal import FileSystem

/// Rows of a virtual dataset that lie in another file.
public struct VirtualSource: Hashable, Sendable {
  /// The other file; a relative path counts from the directory of the virtual dataset's file.
  public var path: String
  /// The rows of the virtual dataset that it holds: as many as its own dataset has.
  public var rows: Range<Int>

  /// A source of rows.
  public init(path: String, rows: Range<Int>) {
    self.path = path
    self.rows = rows
  }
}

extension Container where Self: ~Copyable {
  /// Creates a dataset whose rows lie in datasets of other files, which need not exist yet.
  ///
  /// Rows whose file is not there when the dataset is read are `fill`. So are rows whose file cannot
  /// be opened, for example because the process has too many files open: readers keep all of them
  /// open.
  ///
  /// The corresponding C functions are `H5Pset_virtual` and `H5Dcreate2`; the file must have been
  /// created with the format ``File/FormatBound/v110``.
  ///
  /// - Parameters:
  ///   - name: The dataset's path from here, and that of the datasets in the other files.
  ///   - element: The type of the elements.
  ///   - shape: The extents, slowest first.
  ///   - fill: What elements without a source read as.
  ///   - sources: Where the rows are.
  /// - Returns: The open dataset.
  /// - Throws: ``HDF5Error``.
  /// - Precondition: The dataset is not a scalar, no extent is zero, and the sources' rows are not
  ///   empty and lie inside of it.
  public func createVirtualDataset<Element: HDF5Scalar>(
    _ name: String, of element: Element.Type = Element.self, shape: [Int], fill: Element,
    sources: [VirtualSource]
  ) throws(HDF5Error) -> Dataset<Element> {
    precondition(!shape.isEmpty && shape.allSatisfy { $0 > 0 }, "a virtual dataset has elements")
    let id = self.id
    let object = describe(id, child: name)
    let properties = try datasetCreationProperties(
      shape: shape, chunk: nil, filters: [], on: object)
    let list = properties.id
    var fill = fill
    try check(
      unsafe H5Pset_fill_value(list, Element.scalarType.memoryType, &fill), "H5Pset_fill_value",
      on: object)
    for source in sources {
      precondition(
        !source.rows.isEmpty && source.rows.lowerBound >= 0 && source.rows.upperBound <= shape[0],
        "a source has rows of the dataset")
      let space = try makeDataspace(shape, on: object)
      let extents = [source.rows.count] + shape.dropFirst()
      let sourceSpace = try makeDataspace(extents, on: object)
      let (spaceID, sourceID) = (space.id, sourceSpace.id)
      let start = [hsize_t(source.rows.lowerBound)] + shape.dropFirst().map { _ in 0 }
      try check(
        unsafe H5Sselect_hyperslab(
          spaceID, H5S_SELECT_SET, start, nil, extents.map { hsize_t($0) }, nil),
        "H5Sselect_hyperslab", on: object)
      try check(
        unsafe H5Pset_virtual(list, spaceID, source.path.systemCString, name, sourceID),
        "H5Pset_virtual", on: object)
    }
    let space = try makeDataspace(shape, on: object)
    let spaceID = space.id
    let none = chdf5_default_properties()
    return Dataset(
      adopting: try check(
        unsafe H5Dcreate2(id, name, Element.scalarType.fileType, spaceID, none, list, none),
        "H5Dcreate2", on: object))
  }
}
