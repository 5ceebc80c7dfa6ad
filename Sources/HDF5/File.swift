internal import CHDF5

/// An open HDF5 file, and the root group in it.
///
///     let file = try HDF5.File.create(at: path)
///     let loss = try file.createDataset("loss", of: Double.self, shape: [3])
///     try loss.write([3, 2, 1])
///     try loss.close()
///     try file.close()
public struct File: ~Copyable, Container {
  /// What ``create(at:ifItExists:userBlockByteCount:)`` does when there is a file already.
  public enum ExistingFile: Hashable, Sendable {
    /// Fail: `H5F_ACC_EXCL`.
    case fail
    /// Throw away its contents: `H5F_ACC_TRUNC`.
    case truncate
  }

  private let identifier: hid_t

  init(adopting identifier: hid_t) { self.identifier = identifier }

  deinit { silently(H5Fclose(identifier)) }

  /// The identifier, valid as long as this value lives.
  public var handle: ObjectHandle { ObjectHandle(id: identifier) }

  /// Creates a file for writing.
  ///
  /// The same calls with the same contents give the same bytes: nothing in the file depends on the
  /// clock, and the format is that of HDF5 1.8 whatever the library's default. That format guards
  /// its metadata by checksums. The file is not locked.
  ///
  /// Groups and datasets of a created file must be closed before the file is, see ``close()``.
  ///
  /// The corresponding C function is `H5Fcreate`.
  ///
  /// - Parameters:
  ///   - path: Where the file goes; its directory must exist.
  ///   - existing: What to do when `path` exists.
  ///   - userBlockByteCount: Size in bytes of the block before the HDF5 contents, which the library
  ///     leaves alone (zeros). Write it after ``close()``.
  /// - Returns: The open file.
  /// - Throws: ``HDF5Error``.
  /// - Precondition: `userBlockByteCount` is 0, or a power of two and at least 512.
  public static func create(
    at path: String, ifItExists existing: ExistingFile = .fail, userBlockByteCount: Int = 0
  ) throws(HDF5Error) -> File {
    precondition(
      userBlockByteCount == 0
        || userBlockByteCount >= 512 && userBlockByteCount.nonzeroBitCount == 1,
      "a user block has 0 bytes, or a power of two that is at least 512")
    let access = try fileAccessProperties(on: path)
    // "H5F_CLOSE_SEMI: … if there are still open objects, the file close will fail."
    let accessID = access.id
    try check(
      H5Pset_fclose_degree(accessID, H5F_CLOSE_SEMI), "H5Pset_fclose_degree", on: path)
    try check(
      H5Pset_libver_bounds(accessID, H5F_LIBVER_V18, H5F_LIBVER_V18),
      "H5Pset_libver_bounds", on: path)
    let creation = try fileCreationProperties(userBlockByteCount: userBlockByteCount, on: path)
    let creationID = creation.id
    let flags =
      switch existing {
      case .fail: chdf5_acc_excl()
      case .truncate: chdf5_acc_trunc()
      }
    return File(
      adopting: try check(
        unsafe H5Fcreate(path, flags, creationID, accessID), "H5Fcreate", on: path))
  }

  /// Opens a file for reading, without locking it.
  ///
  /// A file that is no HDF5 file, is truncated or is damaged where the library looks first is an
  /// error; other damage shows when the damaged part is read. Texts of variable length are the
  /// exception, see ``StringDataset``.
  ///
  /// The corresponding C function is `H5Fopen` with `H5F_ACC_RDONLY`.
  ///
  /// - Parameter path: The file.
  /// - Returns: The open file.
  /// - Throws: ``HDF5Error``.
  public static func openForReading(at path: String) throws(HDF5Error) -> File {
    let access = try fileAccessProperties(on: path)
    let accessID = access.id
    return File(
      adopting: try check(
        unsafe H5Fopen(path, chdf5_acc_rdonly(), accessID), "H5Fopen", on: path))
  }

  /// Hands all buffered data to the operating system; it is not on the disk yet.
  ///
  /// The corresponding C function is `H5Fflush`.
  ///
  /// - Throws: ``HDF5Error``.
  public func flush() throws(HDF5Error) {
    let id = identifier
    try check(H5Fflush(id, H5F_SCOPE_LOCAL), "H5Fflush", on: describe(id))
  }

  /// Writes what is buffered, closes the file and reports a failure of either.
  ///
  /// Letting the value go out of scope also closes it, but then a failure is lost.
  ///
  /// The corresponding C function is `H5Fclose`.
  ///
  /// - Throws: ``HDF5Error``; for a created file also where a group or dataset of it is still open.
  ///   The library then keeps the file open until the process ends.
  public consuming func close() throws(HDF5Error) {
    let id = identifier
    discard self
    // Asked for now: after a failure the library may have freed what the identifier names.
    let object = describe(id)
    try check(H5Fclose(id), "H5Fclose", on: object)
  }
}
