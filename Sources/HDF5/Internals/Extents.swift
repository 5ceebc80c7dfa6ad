/// The extents of a dataset of rank 0 to 3, as a trivial value: a handle that can be discarded
/// holds nothing that needs destroying.
struct Extents {
  private let rank: Int
  private var values: (Int, Int, Int) = (1, 1, 1)

  /// The extents in an array, empty for a scalar.
  var shape: [Int] { Array([values.0, values.1, values.2].prefix(rank)) }

  /// Extents of a shape; nil where it has more than three dimensions.
  init?(_ shape: [Int]) {
    guard shape.count <= 3 else { return nil }
    rank = shape.count
    if rank > 0 { values.0 = shape[0] }
    if rank > 1 { values.1 = shape[1] }
    if rank > 2 { values.2 = shape[2] }
  }

  /// Extents of a shape read from a file.
  init(reading shape: [Int], on place: String) throws(HDF5Error) {
    guard let extents = Extents(shape) else {
      throw HDF5Error(
        refusing: "H5Dget_space", on: place, "a dataset of rank \(shape.count) is not supported")
    }
    self = extents
  }
}
