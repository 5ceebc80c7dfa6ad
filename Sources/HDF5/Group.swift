internal import CHDF5

/// An open group: a directory inside a file.
public struct Group: ~Copyable, Container {
  private let identifier: hid_t

  init(adopting identifier: hid_t) { self.identifier = identifier }

  deinit { silently(H5Gclose(identifier)) }

  /// The identifier, valid as long as this value lives.
  public var handle: ObjectHandle { ObjectHandle(id: identifier) }

  /// Closes the group and reports a failure.
  ///
  /// Letting the value go out of scope also closes it, but then a failure is lost.
  ///
  /// The corresponding C function is `H5Gclose`.
  ///
  /// - Throws: ``HDF5Error``.
  public consuming func close() throws(HDF5Error) {
    let id = identifier
    discard self
    // Asked for now: after a failure the library may have freed what the identifier names.
    let object = describe(id)
    try check(H5Gclose(id), "H5Gclose", on: object)
  }
}
