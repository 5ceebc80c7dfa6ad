internal import Glibc

extension HDF5Error {
  /// The error with the system's reason as its cause, where nothing can be found at `path` any more.
  ///
  /// The library looks at a file that it has just created and keeps to itself why it finds none: its
  /// directory was moved or removed in between.
  func sayingWhatIsMissing(at path: String) -> HDF5Error {
    var information = stat()
    guard unsafe lstat(path, &information) != 0 else { return self }
    let frame = Frame(function: "lstat", message: unsafe String(cString: strerror(errno)))
    var error = self
    // Most often it says so itself, with more words.
    if !frames.contains(where: { $0.message.contains(frame.message) }) {
      error.frames.append(frame)
    }
    return error
  }
}
