internal import CHDF5
internal import FileSystem
internal import Glibc

/// A look at a file before the library opens it by the same name.
///
/// The library would wait for a FIFO that nobody writes to, and read a device without end. The look is
/// itself an opening, which never waits; what the library opened is compared with it afterwards.
struct FileLook: ~Copyable {
  private let path: String
  /// Nil where there is nothing to look at: then the library says why.
  private let found: stat?

  init(at path: String) throws(HDF5Error) {
    self.path = path
    let descriptor = unsafe open(path.systemCString, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      found = nil
      return
    }
    defer { close(descriptor) }
    var information = stat()
    let isRegular =
      unsafe fstat(descriptor, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    guard isRegular else {
      throw HDF5Error(refusing: "fstat", on: path, "this is not a regular file")
    }
    found = information
  }

  /// Refuses what took the file's name in between.
  ///
  /// The corresponding C function is `H5Fget_vfd_handle`.
  func checkIsOpen(in file: hid_t) throws(HDF5Error) {
    guard let found else { return }
    var handle: UnsafeMutableRawPointer?
    try check(
      unsafe H5Fget_vfd_handle(file, chdf5_default_properties(), &handle), "H5Fget_vfd_handle",
      on: path)
    var information = stat()
    guard let handle = unsafe handle,
      unsafe fstat(handle.load(as: Int32.self), &information) == 0,
      information.st_dev == found.st_dev, information.st_ino == found.st_ino
    else {
      throw HDF5Error(
        refusing: "H5Fget_vfd_handle", on: path, "another file took the name meanwhile")
    }
  }
}
