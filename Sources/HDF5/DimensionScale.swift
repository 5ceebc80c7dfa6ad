internal import CHDF5

extension HDF5Object where Self: ~Copyable {
  /// Makes this dataset the scale of a dimension.
  ///
  /// The corresponding C function is `H5DSset_scale`.
  ///
  /// - Parameter name: The dimension's name. NetCDF-4 wants the dataset's own name where the
  ///   dataset is the dimension's coordinate.
  /// - Throws: ``HDF5Error``.
  public func makeScale(named name: String) throws(HDF5Error) {
    let id = self.id
    try check(unsafe H5DSset_scale(id, name), "H5DSset_scale", on: location)
  }

  /// Labels dimension `axis` of this dataset, counted from 0, with a scale.
  ///
  /// The corresponding C function is `H5DSattach_scale`.
  ///
  /// - Throws: ``HDF5Error``.
  public func attachScale(
    _ scale: borrowing some HDF5Object & ~Copyable, toAxis axis: Int
  ) throws(HDF5Error) {
    let (id, scaleID) = (self.id, scale.handle.id)
    try check(
      H5DSattach_scale(id, scaleID, UInt32(axis)), "H5DSattach_scale", on: location)
  }
}
