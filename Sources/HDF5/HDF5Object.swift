internal import CHDF5

/// An HDF5 identifier (`hid_t`), lent by its owner.
///
/// Opaque outside of this module. It must not outlive the file, group or dataset that lends it.
public struct ObjectHandle: Hashable, Sendable {
  let id: hid_t
}

/// What can carry attributes: a file (for its root group), a group, a dataset.
///
/// The library is thread-safe, so a value may be used on any thread; calls take turns inside.
public protocol HDF5Object: ~Copyable, Sendable {
  /// The identifier, valid as long as this value lives.
  var handle: ObjectHandle { get }
}

extension HDF5Object where Self: ~Copyable {
  var id: hid_t { handle.id }

  /// Where this object is: the file's path, a colon, and the path inside the file.
  ///
  /// The corresponding C functions are `H5Fget_name` and `H5Iget_name`.
  public var location: String { describe(id) }
}
