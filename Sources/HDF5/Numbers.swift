internal import CHDF5

extension Container where Self: ~Copyable {
  /// Reads a dataset of any integer or floating-point type, byte order and width as doubles.
  ///
  /// For files that others made; ``openDataset(_:of:)`` insists on the types of our own.
  ///
  /// The corresponding C functions are `H5Dopen2`, `H5Dget_type`, `H5Tget_class` and `H5Dread`.
  ///
  /// - Parameter name: The dataset's path, relative to this object.
  /// - Returns: The extents, slowest first, and the elements in row-major order.
  /// - Throws: ``HDF5Error`` where there is no such dataset, or it holds no numbers.
  public func readNumbers(
    _ name: String
  ) throws(HDF5Error) -> (shape: [Int], values: [Double]) {
    let id = self.id
    // The element type matters for writing and typed reading only.
    let dataset = Dataset<Double>(
      adopting: try check(
        unsafe H5Dopen2(id, name, chdf5_default_properties()), "H5Dopen2",
        on: describe(id, child: name)))
    let datasetID = dataset.id
    let type = OwnedIdentifier(
      adopting: try check(H5Dget_type(datasetID), "H5Dget_type", on: describe(datasetID)))
    let kind = H5Tget_class(type.id)
    guard kind == H5T_INTEGER || kind == H5T_FLOAT else {
      throw HDF5Error(
        refusing: "H5Tget_class", on: describe(datasetID), "the elements are not numbers")
    }
    return (try dataset.shape(), try dataset.read())
  }
}
