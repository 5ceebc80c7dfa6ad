internal import CHDF5

extension HDF5Object where Self: ~Copyable {
  /// Attaches text.
  ///
  /// The text is stored with variable length: h5py, xarray and netCDF all read it as text.
  ///
  /// The corresponding C functions are `H5Acreate2` and `H5Awrite`.
  ///
  /// - Throws: ``HDF5Error``, also where the name is taken.
  public func setAttribute(_ name: String, _ text: String) throws(HDF5Error) {
    let place = location + "@" + name
    let type = try makeTextType(on: place)
    let attribute = try createAttribute(name, type: type.id, shape: [], on: place)
    let (attributeID, typeID) = (attribute.id, type.id)
    let code = unsafe text.withCString { pointer in
      var pointer: UnsafePointer<CChar>? = unsafe pointer
      return unsafe silently(H5Awrite(attributeID, typeID, &pointer))
    }
    try check(code, "H5Awrite", on: place)
  }

  /// Attaches one number.
  ///
  /// The corresponding C functions are `H5Acreate2` and `H5Awrite`.
  ///
  /// - Throws: ``HDF5Error``, also where the name is taken.
  public func setAttribute<Element: HDF5Scalar>(
    _ name: String, _ value: Element
  ) throws(HDF5Error) {
    try setAttribute(name, [value], shape: [])
  }

  /// Attaches a one-dimensional array of numbers.
  ///
  /// The corresponding C functions are `H5Acreate2` and `H5Awrite`.
  ///
  /// - Throws: ``HDF5Error``, also where the name is taken.
  public func setAttribute<Element: HDF5Scalar>(
    _ name: String, _ values: [Element]
  ) throws(HDF5Error) {
    try setAttribute(name, values, shape: [values.count])
  }

  /// Reads text of variable length.
  ///
  /// The corresponding C functions are `H5Aopen` and `H5Aread`.
  ///
  /// - Throws: ``HDF5Error``, also where there is no such attribute or it holds something else.
  public func textAttribute(_ name: String) throws(HDF5Error) -> String {
    let place = location + "@" + name
    let attribute = try openAttribute(name, on: place)
    let attributeID = attribute.id
    let stored = OwnedIdentifier(
      adopting: try check(H5Aget_type(attributeID), "H5Aget_type", on: place))
    let storedID = stored.id
    guard silently(H5Tis_variable_str(storedID)) > 0 else {
      throw HDF5Error(refusing: "H5Aget_type", on: place, "the attribute holds no text")
    }
    let type = try makeTextType(on: place)
    let typeID = type.id
    var pointer: UnsafeMutablePointer<CChar>?
    try check(unsafe H5Aread(attributeID, typeID, &pointer), "H5Aread", on: place)
    guard let text = unsafe pointer else { return "" }
    defer { _ = unsafe H5free_memory(text) }
    return unsafe String(cString: text)
  }

  /// Reads one number.
  ///
  /// The corresponding C functions are `H5Aopen` and `H5Aread`.
  ///
  /// - Throws: ``HDF5Error``, also where there is no such attribute or it holds something else.
  public func attribute<Element: HDF5Scalar>(
    _ name: String, of type: Element.Type
  ) throws(HDF5Error) -> Element {
    let place = location + "@" + name
    let attribute = try openAttribute(name, on: place)
    let attributeID = attribute.id
    let stored = OwnedIdentifier(
      adopting: try check(H5Aget_type(attributeID), "H5Aget_type", on: place))
    try Element.scalarType.checkIsStored(as: stored.id, on: place)
    let space = OwnedIdentifier(
      adopting: try check(H5Aget_space(attributeID), "H5Aget_space", on: place))
    guard try readExtents(of: space, on: place).elementCount == 1 else {
      throw HDF5Error(refusing: "H5Aget_space", on: place, "the attribute holds an array")
    }
    var value: Element = 0
    try check(
      unsafe H5Aread(attributeID, Element.scalarType.memoryType, &value), "H5Aread", on: place)
    return value
  }

  /// Whether there is an attribute of this name.
  ///
  /// The corresponding C function is `H5Aexists`.
  ///
  /// - Throws: ``HDF5Error``.
  public func hasAttribute(_ name: String) throws(HDF5Error) -> Bool {
    let id = self.id
    return try check(unsafe H5Aexists(id, name), "H5Aexists", on: location) > 0
  }

  private func setAttribute<Element: HDF5Scalar>(
    _ name: String, _ values: [Element], shape: [Int]
  ) throws(HDF5Error) {
    let place = location + "@" + name
    let attribute = try createAttribute(
      name, type: Element.scalarType.fileType, shape: shape, on: place)
    let attributeID = attribute.id
    try check(
      unsafe H5Awrite(attributeID, Element.scalarType.memoryType, values), "H5Awrite", on: place)
  }

  private func createAttribute(
    _ name: String, type: hid_t, shape: [Int], on place: String
  ) throws(HDF5Error) -> OwnedIdentifier {
    let id = self.id
    let space = try makeDataspace(shape, on: place)
    let spaceID = space.id
    let none = chdf5_default_properties()
    return OwnedIdentifier(
      adopting: try check(
        unsafe H5Acreate2(id, name, type, spaceID, none, none), "H5Acreate2", on: place))
  }

  private func openAttribute(
    _ name: String, on place: String
  ) throws(HDF5Error) -> OwnedIdentifier {
    let id = self.id
    return OwnedIdentifier(
      adopting: try check(
        unsafe H5Aopen(id, name, chdf5_default_properties()), "H5Aopen", on: place))
  }
}
