internal import CHDF5

/// An open attribute, and where it is for messages.
struct OpenAttribute: ~Copyable {
  private let identifier: OwnedIdentifier
  let location: String

  var id: hid_t { identifier.id }

  init(_ identifier: consuming OwnedIdentifier, at location: String) {
    self.identifier = identifier
    self.location = location
  }

  func type() throws(HDF5Error) -> OwnedIdentifier {
    let id = self.id
    return OwnedIdentifier(adopting: try check(H5Aget_type(id), "H5Aget_type", on: location))
  }

  func dataspace() throws(HDF5Error) -> OwnedIdentifier {
    let id = self.id
    return OwnedIdentifier(adopting: try check(H5Aget_space(id), "H5Aget_space", on: location))
  }

  func elementCount() throws(HDF5Error) -> Int {
    try extents(of: try dataspace(), on: location).elementCount
  }
}

extension HDF5Object where Self: ~Copyable {
  /// `file:path@attribute`.
  func attributeLocation(_ name: String) -> String { describe(id) + "@" + name }

  func openAttribute(_ name: String) throws(HDF5Error) -> OpenAttribute {
    let id = self.id
    let attribute = OwnedIdentifier(
      adopting: try check(
        unsafe H5Aopen(id, name, chdf5_default_properties()), "H5Aopen",
        on: attributeLocation(name)))
    return OpenAttribute(attribute, at: attributeLocation(name))
  }

  /// An attribute without contents yet, in place of one of that name.
  func createAttribute(
    _ name: String, fileType: hid_t, shape: [Int]
  ) throws(HDF5Error) -> OpenAttribute {
    let id = self.id
    let object = attributeLocation(name)
    if try hasAttribute(name) { try removeAttribute(name) }
    let space = try makeDataspace(shape, on: object)
    let spaceID = space.id
    let none = chdf5_default_properties()
    let attribute = OwnedIdentifier(
      adopting: try check(
        unsafe H5Acreate2(id, name, fileType, spaceID, none, none), "H5Acreate2", on: object))
    return OpenAttribute(attribute, at: object)
  }
}
