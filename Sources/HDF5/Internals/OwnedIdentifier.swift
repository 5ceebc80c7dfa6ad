internal import CHDF5

/// Sole owner of a short-lived identifier: a dataspace, a datatype, a property list, an attribute.
///
/// Nothing is written when one of these goes away, so there is no failure to report.
struct OwnedIdentifier: ~Copyable {
  let id: hid_t

  init(adopting id: hid_t) { self.id = id }

  // "H5Idec_ref() decrements the reference count … If the reference count for the object reaches
  // zero, the object will be closed": one function for every kind of identifier.
  deinit { silently(H5Idec_ref(id)) }
}
