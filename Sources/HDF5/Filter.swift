internal import CHDF5

/// A step that chunks pass through on their way to the file, in the order given.
public enum Filter: Hashable, Sendable {
  /// Groups the first bytes of all elements, then the second bytes, and so on. `H5Pset_shuffle`.
  case shuffle
  /// Compresses with zlib; level 0 to 9. `H5Pset_deflate`.
  case deflate(level: Int)
  /// Appends a checksum that reading verifies. `H5Pset_fletcher32`.
  case fletcher32

  func add(to list: hid_t, on object: String) throws(HDF5Error) {
    switch self {
    case .shuffle:
      try check(H5Pset_shuffle(list), "H5Pset_shuffle", on: object)
    case .deflate(let level):
      precondition((0...9).contains(level), "a level of deflate is 0 to 9")
      try check(H5Pset_deflate(list, UInt32(level)), "H5Pset_deflate", on: object)
    case .fletcher32:
      try check(H5Pset_fletcher32(list), "H5Pset_fletcher32", on: object)
    }
  }
}
