internal import CHDF5

/// Facts about the linked HDF5 library.
public enum HDF5Library {
  /// The version of the library in use, such as `1.10.8`.
  ///
  /// The corresponding C function is `H5get_libversion`.
  public static var version: String {
    var major: UInt32 = 0
    var minor: UInt32 = 0
    var release: UInt32 = 0
    silently(unsafe H5get_libversion(&major, &minor, &release))
    return "\(major).\(minor).\(release)"
  }

  /// Whether the library may be called from several threads at once.
  ///
  /// The corresponding C function is `H5is_library_threadsafe`.
  public static var isThreadSafe: Bool {
    var isThreadSafe = false
    silently(unsafe H5is_library_threadsafe(&isThreadSafe))
    return isThreadSafe
  }
}
