internal import CHDF5
internal import FileSystem
internal import Synchronization

/// Files whose contents were opened from memory.
private let imageCount = Atomic(0)

/// An open HDF5 file, and the root group in it.
///
///     let file = try HDF5.File.create(at: path)
///     let loss = try file.createDataset("loss", of: Double.self, shape: [3])
///     try loss.write([3, 2, 1])
///     try loss.close()
///     try file.close()
public struct File: ~Copyable, Container {
  /// What ``create(at:ifItExists:userBlockByteCount:format:)`` does when there is a file already.
  public enum ExistingFile: Hashable, Sendable {
    /// Fail: `H5F_ACC_EXCL`.
    case fail
    /// Throw away its contents: `H5F_ACC_TRUNC`.
    case truncate
  }

  /// The oldest version of HDF5 that must read a file; also the newest whose features it uses.
  public enum FormatBound: Hashable, Sendable {
    /// HDF5 1.8: `H5F_LIBVER_V18`.
    case v18
    /// HDF5 1.10, for virtual datasets: `H5F_LIBVER_V110`.
    case v110

    fileprivate var version: H5F_libver_t {
      switch self {
      case .v18: H5F_LIBVER_V18
      case .v110: H5F_LIBVER_V110
      }
    }
  }

  private let identifier: hid_t

  init(adopting identifier: hid_t) { self.identifier = identifier }

  deinit { silently(H5Fclose(identifier)) }

  /// The identifier, valid as long as this value lives.
  public var handle: ObjectHandle { ObjectHandle(id: identifier) }

  /// Creates a file for writing.
  ///
  /// The same calls with the same contents give the same bytes: nothing in the file depends on the
  /// clock, and the format is that of HDF5 1.8, or the one asked for, whatever the library's default.
  /// That format guards its metadata by checksums. The file is not locked.
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
  ///   - format: The version of the file's format.
  /// - Returns: The open file.
  /// - Throws: ``HDF5Error``.
  /// - Precondition: `userBlockByteCount` is 0, or a power of two and at least 512.
  public static func create(
    at path: String, ifItExists existing: ExistingFile = .fail, userBlockByteCount: Int = 0,
    format: FormatBound = .v18
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
      H5Pset_libver_bounds(accessID, format.version, format.version),
      "H5Pset_libver_bounds", on: path)
    let creation = try fileCreationProperties(userBlockByteCount: userBlockByteCount, on: path)
    let creationID = creation.id
    let flags =
      switch existing {
      case .fail: chdf5_acc_excl()
      case .truncate: chdf5_acc_trunc()
      }
    do {
      return File(
        adopting: try check(
          unsafe H5Fcreate(path.systemCString, flags, creationID, accessID), "H5Fcreate",
          on: path))
    } catch {
      throw error.sayingWhatIsMissing(at: path)
    }
  }

  /// Opens a file for reading, without locking it.
  ///
  /// What is no regular file is refused at once: the library would wait for a FIFO. A file that is no
  /// HDF5 file, is truncated or is damaged where the library looks first is an error; other damage shows when the damaged part is read. Texts of variable length are the
  /// exception, see ``StringDataset``.
  ///
  /// The corresponding C function is `H5Fopen` with `H5F_ACC_RDONLY`.
  ///
  /// - Parameter path: The file.
  /// - Returns: The open file.
  /// - Throws: ``HDF5Error``.
  public static func openForReading(at path: String) throws(HDF5Error) -> File {
    let seen = try FileLook(at: path)
    let access = try fileAccessProperties(on: path)
    let accessID = access.id
    let file = File(
      adopting: try check(
        unsafe H5Fopen(path.systemCString, chdf5_acc_rdonly(), accessID), "H5Fopen", on: path))
    try seen.checkIsOpen(in: file.identifier)
    return file
  }

  /// Opens the contents of a file that were read already, for reading.
  ///
  /// What was checked is then what the library sees, whatever happens to the file meanwhile.
  ///
  /// The corresponding C functions are `H5Pset_fapl_core`, `H5Pset_file_image` and `H5Fopen`.
  ///
  /// - Parameters:
  ///   - bytes: All bytes of the file; copied.
  ///   - path: The file's name, for messages; nothing is opened under it.
  /// - Returns: The open file.
  /// - Throws: ``HDF5Error``.
  public static func openForReading(
    _ bytes: [UInt8], of path: String
  ) throws(HDF5Error) -> File {
    let access = try fileAccessProperties(on: path)
    let accessID = access.id
    // The buffer never grows, and is never written to a file.
    try check(H5Pset_fapl_core(accessID, 1 << 16, false), "H5Pset_fapl_core", on: path)
    try unsafe bytes.span.bytes.withUnsafeBytes { buffer throws(HDF5Error) in
      // "If the callbacks are not set, the library copies the buffer" and writes to no original.
      let image = unsafe UnsafeMutableRawPointer(mutating: buffer.baseAddress)
      _ = try check(
        unsafe H5Pset_file_image(accessID, image, buffer.count), "H5Pset_file_image", on: path)
    }
    // The library wants a name that no file has, and takes two open images of one name for one.
    let number = imageCount.add(1, ordering: .relaxed).newValue
    return File(
      adopting: try check(
        unsafe H5Fopen(
          "\(path) (read, \(number))".systemCString, chdf5_acc_rdonly(), accessID), "H5Fopen",
        on: path))
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
