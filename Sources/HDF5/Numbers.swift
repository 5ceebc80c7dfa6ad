internal import CHDF5

/// A dataset of numbers in a file that others made, of any type, byte order and width.
///
/// ``Container/openDataset(_:of:)`` insists on the types of our own.
public struct NumberDataset: ~Copyable, DatasetObject {
  // The element type matters for writing and typed reading only.
  private let dataset: Dataset<Double>

  fileprivate init(adopting identifier: hid_t) { dataset = Dataset(adopting: identifier) }

  /// The identifier, valid as long as this value lives.
  public var handle: ObjectHandle { dataset.handle }

  /// What the elements are where they are no numbers, in words; nil for integers and reals.
  ///
  /// The corresponding C functions are `H5Dget_type` and `H5Tget_class`.
  ///
  /// - Throws: ``HDF5Error``.
  public func foreignElements() throws(HDF5Error) -> String? {
    let id = self.id
    let type = OwnedIdentifier(
      adopting: try check(H5Dget_type(id), "H5Dget_type", on: describe(id)))
    switch H5Tget_class(type.id) {
    case H5T_INTEGER, H5T_FLOAT: return nil
    case H5T_STRING: return "text"
    case H5T_REFERENCE: return "references to other data"
    case H5T_COMPOUND: return "compound values (complex numbers are such)"
    case H5T_ENUM: return "named values (booleans of h5py are such)"
    case H5T_VLEN, H5T_ARRAY: return "arrays as elements"
    case H5T_BITFIELD: return "bit fields"
    case H5T_OPAQUE: return "opaque bytes"
    default: return "values of an unknown type"
    }
  }

  /// Reads all elements as texts, of variable length or of a fixed one, in row-major order.
  ///
  /// The corresponding C functions are `H5Dread` and `H5Dvlen_reclaim`.
  ///
  /// - Throws: ``HDF5Error``, also where the elements are no texts, or not UTF-8.
  public func texts() throws(HDF5Error) -> [String] {
    let id = self.id
    let type = OwnedIdentifier(
      adopting: try check(H5Dget_type(id), "H5Dget_type", on: describe(id)))
    let (typeID, count) = (type.id, try shape().elementCount)
    func read(_ type: hid_t, _ target: UnsafeMutableRawPointer) throws(HDF5Error) {
      try check(
        unsafe H5Dread(id, type, chdf5_all(), chdf5_all(), chdf5_default_properties(), target),
        "H5Dread", on: describe(id))
    }
    guard try isVariableText(typeID, on: describe(id)) else {
      return try unsafe readFixedTexts(stored: typeID, count: count, on: describe(id), read)
    }
    let space = try dataspace()
    let spaceID = space.id
    return try unsafe readVariableTexts(
      stored: typeID, count: count, space: spaceID, on: describe(id), read)
  }

  /// Reads all elements as doubles, in row-major order.
  ///
  /// The corresponding C function is `H5Dread`.
  ///
  /// - Throws: ``HDF5Error``, also where the elements exceed the machine's memory.
  public func read() throws(HDF5Error) -> [Double] { try dataset.read() }
}

extension Container where Self: ~Copyable {
  /// Opens a dataset of a file that others made, without leaving that file.
  ///
  /// The corresponding C function is `H5Oopen`.
  ///
  /// - Parameter name: A name here that ``target(of:)`` knows as a dataset's.
  /// - Returns: The open dataset.
  /// - Throws: ``HDF5Error``.
  public func openNumbers(_ name: String) throws(HDF5Error) -> NumberDataset {
    let id = self.id
    let object = describe(id, child: name)
    let properties = try linkAccessProperties(on: object)
    let list = properties.id
    return NumberDataset(
      adopting: try check(unsafe H5Oopen(id, name, list), "H5Oopen", on: object))
  }
}
