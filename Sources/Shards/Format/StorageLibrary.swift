internal import HDF5

/// Facts about the library that files are written with.
public enum StorageLibrary {
  /// The version of HDF5 in use, such as `1.10.8`.
  public static var version: String { HDF5Library.version }

  /// Whether it may be called from several threads at once.
  public static var isThreadSafe: Bool { HDF5Library.isThreadSafe }
}
