internal import CHDF5

extension DatasetObject where Self: ~Copyable {
  /// Makes this dataset a dimension scale: the coordinate of a dimension of other datasets.
  ///
  /// NetCDF readers want the name to be that of the dataset.
  ///
  /// The corresponding C function is `H5DSset_scale`.
  ///
  /// - Parameter name: The name of the dimension.
  /// - Throws: ``HDF5Error``.
  public func makeScale(named name: String) throws(HDF5Error) {
    let id = self.id
    try check(unsafe H5DSset_scale(id, name), "H5DSset_scale", on: describe(id))
  }

  /// Makes this dataset stand for a dimension that has a length but no coordinate.
  ///
  /// The name of the scale is the text by which NetCDF-4 marks such a dataset, followed by its
  /// length in ten columns; the dimension's name is that of the dataset.
  ///
  /// The corresponding C function is `H5DSset_scale`.
  ///
  /// - Throws: ``HDF5Error``.
  /// - Precondition: The dataset has one dimension.
  public func makeScaleWithoutCoordinate() throws(HDF5Error) {
    let shape = try shape()
    precondition(shape.count == 1, "a scale has one dimension")
    let length = String(shape[0])
    let padding = String(repeating: " ", count: max(0, 10 - length.utf8.count))
    try makeScale(
      named: "This is a netCDF dimension but not a netCDF variable." + padding + length)
  }

  /// Whether this dataset is a dimension scale.
  ///
  /// The corresponding C function is `H5DSis_scale`.
  ///
  /// - Throws: ``HDF5Error``.
  public func isScale() throws(HDF5Error) -> Bool {
    let id = self.id
    return try check(H5DSis_scale(id), "H5DSis_scale", on: describe(id)) > 0
  }

  /// Names a scale as the coordinate of one dimension of this dataset.
  ///
  /// NetCDF readers want a scale on every dimension of a dataset, or on none.
  ///
  /// The corresponding C function is `H5DSattach_scale`.
  ///
  /// - Parameters:
  ///   - scale: A dataset of the same file that ``makeScale(named:)`` was called on.
  ///   - dimension: Index of the dimension, counted from 0.
  /// - Throws: ``HDF5Error``; the high-level library gives no reason for some failures.
  /// - Complexity: O(n) for the n-th dimension that the scale is attached to.
  public func attachScale(
    _ scale: borrowing some DatasetObject & ~Copyable, toDimension dimension: Int
  ) throws(HDF5Error) {
    precondition(dimension >= 0, "a dimension is counted from 0")
    let (id, scaleID) = (self.id, scale.id)
    try check(
      H5DSattach_scale(id, scaleID, UInt32(dimension)), "H5DSattach_scale", on: describe(id))
  }

  /// Whether a scale is attached to one dimension of this dataset.
  ///
  /// The corresponding C function is `H5DSis_attached`.
  ///
  /// - Throws: ``HDF5Error``.
  public func isScale(
    _ scale: borrowing some DatasetObject & ~Copyable, attachedToDimension dimension: Int
  ) throws(HDF5Error) -> Bool {
    precondition(dimension >= 0, "a dimension is counted from 0")
    let (id, scaleID) = (self.id, scale.id)
    return try check(
      H5DSis_attached(id, scaleID, UInt32(dimension)), "H5DSis_attached", on: describe(id)) > 0
  }
}
