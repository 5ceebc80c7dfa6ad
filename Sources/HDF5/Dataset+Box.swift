internal import CHDF5

extension Dataset {
  /// Writes a box: a range of indices in every dimension, in C order.
  ///
  /// The corresponding C functions are `H5Sselect_hyperslab` and `H5Dwrite`.
  ///
  /// - Parameters:
  ///   - values: The box's elements, shape `extents`.
  ///   - start: The box's first index in each dimension, counted from 0.
  ///   - extents: The box's length in each dimension.
  /// - Throws: ``HDF5Error``.
  /// - Precondition: The dataset is not a scalar, the box lies inside it, and the counts agree.
  public func write(_ values: [Element], start: [Int], extents: [Int]) throws(HDF5Error) {
    let shape = try shape()
    precondition(
      !shape.isEmpty && start.count == shape.count && extents.count == shape.count,
      "a box has the rank of its dataset")
    precondition(
      shape.indices.allSatisfy {
        start[$0] >= 0 && extents[$0] >= 0 && extents[$0] <= shape[$0] - start[$0]
      }, "the box lies inside of the dataset")
    precondition(
      values.count == extents.elementCount,
      "\(values.count) values for \(extents.elementCount) elements")
    guard !values.isEmpty else { return }
    let id = self.id
    let inFile = try dataspace()
    let inMemory = try makeDataspace(extents, on: describe(id))
    let (fileSpace, memorySpace) = (inFile.id, inMemory.id)
    try check(
      unsafe H5Sselect_hyperslab(
        fileSpace, H5S_SELECT_SET, start.map { hsize_t($0) }, nil, extents.map { hsize_t($0) }, nil),
      "H5Sselect_hyperslab", on: describe(id))
    try check(
      unsafe H5Dwrite(
        id, Element.scalarType.memoryType, memorySpace, fileSpace, chdf5_default_properties(),
        values),
      "H5Dwrite", on: describe(id))
  }
}
