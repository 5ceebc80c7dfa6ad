internal import CHDF5

/// A dataspace of fixed extents; an empty shape is a scalar.
///
/// The corresponding C functions are `H5Screate` and `H5Screate_simple`.
func makeDataspace(
  _ shape: [Int], on object: @autoclosure () -> String
) throws(HDF5Error) -> OwnedIdentifier {
  precondition(shape.allSatisfy { $0 >= 0 }, "an extent is not negative")
  if shape.isEmpty {
    return OwnedIdentifier(adopting: try check(H5Screate(H5S_SCALAR), "H5Screate", on: object()))
  }
  let extents = shape.map { hsize_t($0) }
  return OwnedIdentifier(
    adopting: try check(
      unsafe H5Screate_simple(Int32(extents.count), extents, nil), "H5Screate_simple", on: object())
  )
}

/// The extents of a dataspace read from a file, which may be anything there.
///
/// - Throws: ``HDF5Error`` for a null dataspace, or where the number of elements exceeds `Int`.
func extents(
  of space: borrowing OwnedIdentifier, on object: @autoclosure () -> String
) throws(HDF5Error) -> [Int] {
  let id = space.id
  guard silently(H5Sget_simple_extent_type(id).rawValue) != H5S_NULL.rawValue else {
    throw HDF5Error(refusing: "H5Sget_simple_extent_type", on: object(), "there is no data")
  }
  let rank = try check(
    H5Sget_simple_extent_ndims(id), "H5Sget_simple_extent_ndims", on: object())
  var raw = [hsize_t](repeating: 0, count: Int(rank))
  try check(
    unsafe H5Sget_simple_extent_dims(id, &raw, nil), "H5Sget_simple_extent_dims", on: object())
  var shape: [Int] = []
  var count = 1
  for extent in raw {
    let length = Int(exactly: extent)
    let (product, overflow) = count.multipliedReportingOverflow(by: max(length ?? 0, 1))
    guard let length, !overflow else {
      throw HDF5Error(
        refusing: "H5Sget_simple_extent_dims", on: object(), "the extents \(raw) are too large")
    }
    shape.append(length)
    count = product
  }
  return shape
}

extension Array where Element == Int {
  /// The number of elements of an array with these extents; a scalar has one.
  var elementCount: Int { reduce(1, *) }
}
