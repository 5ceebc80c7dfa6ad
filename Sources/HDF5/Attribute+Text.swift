internal import CHDF5

/// How the text of an attribute is stored; both are UTF-8, and both read the same here.
///
/// The NetCDF readers of Python, h5netcdf and netCDF4, return a `str` for either.
public enum TextStorage: Hashable, Sendable {
  /// In place, in as many bytes as the text has, under the checksum of the object's metadata: a
  /// damaged text is an error. h5py alone returns `bytes`.
  case fixedLength
  /// In the file's global heap, which has no checksum: reading a damaged one can end the process
  /// inside HDF5 1.10.8. h5py returns a `str`.
  case variableLength
}

extension HDF5Object where Self: ~Copyable {
  /// Sets an attribute to one text, replacing one of that name.
  ///
  /// The corresponding C functions are `H5Acreate2` and `H5Awrite`.
  ///
  /// - Throws: ``HDF5Error``, also for a text that contains a NUL.
  public func setAttribute(
    _ name: String, _ text: String, stored storage: TextStorage = .fixedLength
  ) throws(HDF5Error) {
    switch storage {
    case .variableLength: try writeVariableTexts(name, [text], shape: [])
    case .fixedLength: try writeFixedText(name, text)
    }
  }

  /// Sets an attribute to a list of texts, which may be empty, replacing one of that name.
  ///
  /// They are stored with variable length, see ``TextStorage/variableLength``.
  ///
  /// The corresponding C functions are `H5Acreate2` and `H5Awrite`.
  ///
  /// - Throws: ``HDF5Error``, also for a text that contains a NUL.
  public func setAttribute(_ name: String, _ texts: [String]) throws(HDF5Error) {
    try writeVariableTexts(name, texts, shape: [texts.count])
  }

  /// An attribute of one text, whichever way it is stored.
  ///
  /// The corresponding C functions are `H5Aopen` and `H5Aread`.
  ///
  /// - Throws: ``HDF5Error``, also where it is no text, not UTF-8, or not one.
  public func textAttribute(_ name: String) throws(HDF5Error) -> String {
    let texts = try textArrayAttribute(name)
    guard texts.count == 1 else {
      throw HDF5Error(
        refusing: "H5Aget_space", on: attributeLocation(name), "\(texts.count) elements, not 1")
    }
    return texts[0]
  }

  /// An attribute of texts, whichever way it is stored; a scalar is an array of one.
  ///
  /// The corresponding C functions are `H5Aopen` and `H5Aread`.
  ///
  /// - Throws: ``HDF5Error``, also where it is no text, or not UTF-8.
  public func textArrayAttribute(_ name: String) throws(HDF5Error) -> [String] {
    try openAttribute(name).texts()
  }

  private func writeVariableTexts(
    _ name: String, _ texts: [String], shape: [Int]
  ) throws(HDF5Error) {
    let object = attributeLocation(name)
    let type = try makeTextType(byteCount: nil, on: object)
    let typeID = type.id
    try unsafe withCStrings(texts, on: object) { pointers throws(HDF5Error) in
      let attribute = try createAttribute(name, fileType: typeID, shape: shape)
      let id = attribute.id
      if !texts.isEmpty {
        try check(unsafe H5Awrite(id, typeID, pointers), "H5Awrite", on: object)
      }
    }
  }

  private func writeFixedText(_ name: String, _ text: String) throws(HDF5Error) {
    let object = attributeLocation(name)
    guard !text.utf8.contains(0) else {
      throw HDF5Error(refusing: "H5T_C_S1", on: object, "a text contains a NUL character")
    }
    // A type of no bytes does not exist: an empty text is one NUL.
    let bytes = text.isEmpty ? [0] : Array(text.utf8)
    let type = try makeTextType(byteCount: bytes.count, on: object)
    let typeID = type.id
    let attribute = try createAttribute(name, fileType: typeID, shape: [])
    let id = attribute.id
    try check(unsafe H5Awrite(id, typeID, bytes), "H5Awrite", on: object)
  }
}

extension Container where Self: ~Copyable {
  /// Reads the texts of all attributes of an object, whatever they say: whether that can be done is
  /// the question.
  ///
  /// The corresponding C functions are `H5Aopen_by_idx` and `H5Aread`.
  ///
  /// - Parameter name: The object's path from here; by default this one.
  /// - Throws: ``HDF5Error`` where one cannot be read.
  public func readTextAttributes(of name: String = ".") throws(HDF5Error) {
    let id = self.id
    var index: hsize_t = 0
    while true {
      let none = chdf5_default_properties()
      let opened = silently(
        unsafe H5Aopen_by_idx(id, name, H5_INDEX_NAME, H5_ITER_INC, index, none, none))
      guard opened >= 0 else { break }
      let attribute = OpenAttribute(
        OwnedIdentifier(adopting: opened), at: describe(id, child: name) + "@\(index)")
      let type = try attribute.type()
      if H5Tget_class(type.id) == H5T_STRING { _ = try attribute.texts() }
      index += 1
    }
    // That of the first one that is not there.
    _ = takeErrorStack()
  }
}

extension OpenAttribute {
  /// All texts, whichever way they are stored.
  func texts() throws(HDF5Error) -> [String] {
    let type = try type()
    let count = try elementCount()
    let (id, typeID, object) = (self.id, type.id, location)
    guard try isVariableText(typeID, on: object) else {
      return try unsafe readFixedTexts(stored: typeID, count: count, on: object) {
        type, bytes throws(HDF5Error) in
        try check(unsafe H5Aread(id, type, bytes), "H5Aread", on: object)
      }
    }
    let space = try dataspace()
    return try unsafe readVariableTexts(
      stored: typeID, count: count, space: space.id, on: object
    ) { memoryType, pointers throws(HDF5Error) in
      try check(unsafe H5Aread(id, memoryType, pointers), "H5Aread", on: object)
    }
  }
}
