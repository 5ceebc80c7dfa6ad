internal import CHDF5

/// What a name in a file leads to.
public enum LinkTarget: Hashable, Sendable {
  /// A group of this file.
  case group
  /// A dataset of this file.
  case dataset
  /// A type that has a name.
  case datatype
  /// Something in another file, whose name is nil where a link leads there on a detour.
  case otherFile(String?)
  /// Nothing that is there.
  case nothing
}

extension Container where Self: ~Copyable {
  /// What a name leads to, found without opening any other file.
  ///
  /// The corresponding C functions are `H5Lget_info`, `H5Lget_val` and `H5Oopen`.
  ///
  /// - Parameter name: A name here, not a path.
  /// - Returns: What is there.
  /// - Throws: ``HDF5Error``.
  public func target(of name: String) throws(HDF5Error) -> LinkTarget {
    let id = self.id
    let object = describe(id, child: name)
    var byteCount = 0
    let kind = try check(
      unsafe chdf5_link_type(id, name, &byteCount), "H5Lget_info", on: object)
    if kind == H5L_TYPE_EXTERNAL.rawValue {
      return .otherFile(try externalFile(name, byteCount: byteCount))
    }
    let properties = try linkAccessProperties(on: object)
    let list = properties.id
    let opened = silently(unsafe H5Oopen(id, name, list))
    guard opened >= 0 else {
      let frames = takeErrorStack()
      // What an object of this file cannot be opened for is damage.
      if kind == H5L_TYPE_HARD.rawValue {
        throw HDF5Error(function: "H5Oopen", object: object, frames: frames)
      }
      let leadsOut = frames.contains {
        $0.function.hasPrefix("H5L") && $0.function.contains("extern")
      }
      return leadsOut || kind != H5L_TYPE_SOFT.rawValue ? .otherFile(nil) : .nothing
    }
    let target = OwnedIdentifier(adopting: opened)
    switch H5Iget_type(target.id) {
    case H5I_GROUP: return .group
    case H5I_DATASET: return .dataset
    default: return .datatype
    }
  }

  /// The file that an external link names.
  ///
  /// The corresponding C functions are `H5Lget_val` and `H5Lunpack_elink_val`.
  private func externalFile(_ name: String, byteCount: Int) throws(HDF5Error) -> String {
    let id = self.id
    let object = describe(id, child: name)
    var bytes = [UInt8](repeating: 0, count: byteCount)
    try check(
      unsafe H5Lget_val(id, name, &bytes, byteCount, chdf5_default_properties()), "H5Lget_val",
      on: object)
    // A byte of flags, the file's name up to a zero, the path in there.
    return String(decoding: bytes.dropFirst().prefix { $0 != 0 }, as: UTF8.self)
  }
}
