internal import CHDF5

extension HDF5Object where Self: ~Copyable {
  /// Sets an attribute to one number, replacing one of that name.
  ///
  /// The corresponding C functions are `H5Acreate2` and `H5Awrite`.
  ///
  /// - Throws: ``HDF5Error``.
  public func setAttribute<Element: HDF5Scalar>(
    _ name: String, _ value: Element
  ) throws(HDF5Error) {
    try writeNumbers(name, [value], shape: [])
  }

  /// Sets an attribute to a list of numbers, which may be empty, replacing one of that name.
  ///
  /// The corresponding C functions are `H5Acreate2` and `H5Awrite`.
  ///
  /// - Throws: ``HDF5Error``.
  public func setAttribute<Element: HDF5Scalar>(
    _ name: String, _ values: [Element]
  ) throws(HDF5Error) {
    try writeNumbers(name, values, shape: [values.count])
  }

  /// An attribute of one number, stored exactly as `Element` is.
  ///
  /// The corresponding C functions are `H5Aopen` and `H5Aread`.
  ///
  /// - Throws: ``HDF5Error``, also where the stored type or the number of elements is another one.
  public func attribute<Element: HDF5Scalar>(
    _ name: String, of element: Element.Type = Element.self
  ) throws(HDF5Error) -> Element {
    let values = try attributeArray(name, of: element)
    guard values.count == 1 else {
      throw HDF5Error(
        refusing: "H5Aget_space", on: attributeLocation(name), "\(values.count) elements, not 1")
    }
    return values[0]
  }

  /// An attribute of numbers, stored exactly as `Element` is; a scalar is an array of one.
  ///
  /// The corresponding C functions are `H5Aopen` and `H5Aread`.
  ///
  /// - Throws: ``HDF5Error``, also where the stored type is another one.
  public func attributeArray<Element: HDF5Scalar>(
    _ name: String, of element: Element.Type = Element.self
  ) throws(HDF5Error) -> [Element] {
    let attribute = try openAttribute(name)
    let type = try attribute.type()
    try Element.scalarType.checkIsStored(as: type.id, on: attributeLocation(name))
    let count = try attribute.elementCount()
    try checkFits(
      elementCount: count, elementByteCount: MemoryLayout<Element>.stride,
      on: attributeLocation(name))
    var values = [Element](repeating: .zero, count: count)
    guard count > 0 else { return values }
    let id = attribute.id
    try check(
      unsafe H5Aread(id, Element.scalarType.memoryType, &values), "H5Aread",
      on: attributeLocation(name))
    return values
  }

  /// Whether there is an attribute of this name.
  ///
  /// The corresponding C function is `H5Aexists`.
  ///
  /// - Throws: ``HDF5Error``.
  public func hasAttribute(_ name: String) throws(HDF5Error) -> Bool {
    let id = self.id
    return try check(unsafe H5Aexists(id, name), "H5Aexists", on: attributeLocation(name)) > 0
  }

  /// Removes an attribute.
  ///
  /// The corresponding C function is `H5Adelete`.
  ///
  /// - Throws: ``HDF5Error``, also where there is none.
  public func removeAttribute(_ name: String) throws(HDF5Error) {
    let id = self.id
    try check(unsafe H5Adelete(id, name), "H5Adelete", on: attributeLocation(name))
  }

  private func writeNumbers<Element: HDF5Scalar>(
    _ name: String, _ values: [Element], shape: [Int]
  ) throws(HDF5Error) {
    let type = Element.scalarType
    let attribute = try createAttribute(name, fileType: type.fileType, shape: shape)
    guard !values.isEmpty else { return }
    let id = attribute.id
    try check(
      unsafe H5Awrite(id, type.memoryType, values), "H5Awrite", on: attributeLocation(name))
  }
}

extension Dataset {
  /// Sets the attribute `_FillValue`, by which NetCDF readers know what stands for a missing
  /// element; its type is that of the elements.
  ///
  /// It should equal the `fill` that the dataset was created with.
  ///
  /// - Throws: ``HDF5Error``.
  public func setFillValueAttribute(_ value: Element) throws(HDF5Error) {
    try setAttribute("_FillValue", value)
  }
}
