internal import FileSystem
internal import Glibc

extension HDF5Error {
  /// The error with the system's reason as its cause, where nothing can be found at `path` any more.
  ///
  /// The library looks at a file that it has just created and keeps to itself why it finds none: its
  /// directory was moved or removed in between. Where creating it failed, it says why.
  func sayingWhatIsMissing(at path: String) -> HDF5Error {
    guard !frames.contains(where: { $0.message.contains("errno = ") }) else { return self }
    var information = stat()
    guard unsafe lstat(path.systemCString, &information) != 0 else { return self }
    var error = self
    error.frames.append(
      Frame(function: "lstat", message: unsafe String(cString: strerror(errno))))
    return error
  }
}
