internal import CHDF5

/// What every dataset has, whatever its elements.
public protocol DatasetObject: HDF5Object, ~Copyable {}

extension DatasetObject where Self: ~Copyable {
  /// The extents, slowest first; empty for a scalar.
  ///
  /// The corresponding C functions are `H5Dget_space` and `H5Sget_simple_extent_dims`.
  ///
  /// - Throws: ``HDF5Error``.
  public func shape() throws(HDF5Error) -> [Int] {
    try extents(of: try dataspace(), on: location)
  }

  /// The extents of a chunk, or nil for a dataset stored in one piece.
  ///
  /// The corresponding C function is `H5Pget_chunk`.
  ///
  /// - Throws: ``HDF5Error``.
  public func chunkShape() throws(HDF5Error) -> [Int]? {
    let id = self.id
    let properties = OwnedIdentifier(
      adopting: try check(H5Dget_create_plist(id), "H5Dget_create_plist", on: describe(id)))
    let list = properties.id
    let layout = try check(H5Pget_layout(list).rawValue, "H5Pget_layout", on: describe(id))
    guard layout == H5D_CHUNKED.rawValue else { return nil }
    var raw = [hsize_t](repeating: 0, count: Int(H5S_MAX_RANK))
    let rank = try check(
      unsafe H5Pget_chunk(list, Int32(raw.count), &raw), "H5Pget_chunk", on: describe(id))
    return raw.prefix(Int(rank)).map { Int(clamping: $0) }
  }

  /// The bytes that the elements take in the file, without metadata; 0 before anything is written.
  ///
  /// The corresponding C function is `H5Dget_storage_size`, which "does not differentiate between 0
  /// (zero), the value returned for the storage size of a dataset with no stored values, and 0
  /// (zero), the value returned to indicate an error". The error stack tells the two apart.
  ///
  /// - Throws: ``HDF5Error``.
  public func storageByteCount() throws(HDF5Error) -> Int {
    let id = self.id
    let byteCount = silently(H5Dget_storage_size(id))
    let frames = byteCount == 0 ? takeErrorStack() : []
    guard frames.isEmpty else {
      throw HDF5Error(function: "H5Dget_storage_size", object: describe(id), frames: frames)
    }
    return Int(clamping: byteCount)
  }

  /// Whether any element may have been written; if not, all are fills.
  ///
  /// What lies in other files counts as written.
  ///
  /// The corresponding C functions are `H5Pget_layout` and `H5Dget_storage_size`.
  ///
  /// - Throws: ``HDF5Error``.
  public func mayHoldValues() throws(HDF5Error) -> Bool {
    if try storageByteCount() > 0 { return true }
    let id = self.id
    let properties = OwnedIdentifier(
      adopting: try check(H5Dget_create_plist(id), "H5Dget_create_plist", on: describe(id)))
    let list = properties.id
    let layout = try check(H5Pget_layout(list).rawValue, "H5Pget_layout", on: describe(id))
    return layout == H5D_VIRTUAL.rawValue
  }

  func dataspace() throws(HDF5Error) -> OwnedIdentifier {
    let id = self.id
    return OwnedIdentifier(adopting: try check(H5Dget_space(id), "H5Dget_space", on: describe(id)))
  }

  /// Dataspaces that pair `rows` of this dataset with as many elements in memory.
  ///
  /// - Precondition: The dataset has rows, and `rows` lies inside them.
  func selection(of rows: Range<Int>, in shape: [Int]) throws(HDF5Error) -> RowSelection {
    let count = rowElementCount(shape) * rows.count
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= shape[0], "the rows lie inside of the dataset")
    let id = self.id
    let inFile = try dataspace()
    let fileSpace = inFile.id
    var start = [hsize_t](repeating: 0, count: shape.count)
    start[0] = hsize_t(rows.lowerBound)
    let extents = [rows.count] + shape.dropFirst()
    // Zero elements are never transferred, and "selection of nothing" is not a hyperslab.
    if count > 0 {
      try check(
        unsafe H5Sselect_hyperslab(
          fileSpace, H5S_SELECT_SET, start, nil, extents.map { hsize_t($0) }, nil),
        "H5Sselect_hyperslab", on: describe(id))
    }
    // Of the same shape as in the file: otherwise the library walks over single elements.
    let inMemory = try makeDataspace(extents, on: describe(id))
    return RowSelection(inFile: inFile, inMemory: inMemory, elementCount: count)
  }

  /// The elements of one row, an index of the first dimension.
  func rowElementCount(_ shape: [Int]) -> Int {
    precondition(!shape.isEmpty, "a scalar dataset has no rows")
    return shape.dropFirst().reduce(1, *)
  }
}

/// Where some rows of a dataset are: in the file, and in a buffer without gaps.
struct RowSelection: ~Copyable {
  let inFile: OwnedIdentifier
  let inMemory: OwnedIdentifier
  let elementCount: Int
}
