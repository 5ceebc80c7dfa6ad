internal import CHDF5

/// Where the elements of a dataset are.
public enum DatasetStorage: Hashable, Sendable {
  /// All of them in this file.
  case inFile
  /// In datasets of other files, the first of which is named: a virtual dataset.
  case virtual(String)
  /// In plain files beside this one, the first of which is named.
  case externalFiles(String)
  /// In this file, behind a filter that the library does not have.
  case unknownFilter(String)
  /// In part or not at all written: what is missing reads as the fill value.
  case notWritten(isInPart: Bool)
}

extension DatasetObject where Self: ~Copyable {
  /// Where the elements are; no other file is opened.
  ///
  /// The corresponding C functions are `H5Pget_layout`, `H5Pget_external_count`, `H5Pget_nfilters`,
  /// `H5Zfilter_avail`, `H5Dget_num_chunks` and `H5Dget_space_status`.
  ///
  /// - Throws: ``HDF5Error``.
  public func storage() throws(HDF5Error) -> DatasetStorage {
    let id = self.id
    let object = describe(id)
    let properties = try creationProperties()
    let list = properties.id
    let layout = try check(H5Pget_layout(list).rawValue, "H5Pget_layout", on: object)
    if layout == H5D_VIRTUAL.rawValue {
      return .virtual(try sources(list, atMost: 1, on: object).first ?? "no file")
    }
    if try check(H5Pget_external_count(list), "H5Pget_external_count", on: object) > 0 {
      return .externalFiles(try firstExternalFile(list, on: object))
    }
    if let filter = try unknownFilter(list, on: object) { return .unknownFilter(filter) }
    let shape = try shape()
    if shape.contains(0) { return .inFile }
    guard let chunk = try chunkShape() else {
      var status = H5D_SPACE_STATUS_ERROR
      try check(unsafe H5Dget_space_status(id, &status), "H5Dget_space_status", on: object)
      return status == H5D_SPACE_STATUS_ALLOCATED ? .inFile : .notWritten(isInPart: false)
    }
    // The status of a dataset in chunks is reckoned from bytes, which filters and borders change.
    let space = try dataspace()
    let spaceID = space.id
    var written: hsize_t = 0
    try check(
      unsafe H5Dget_num_chunks(id, spaceID, &written), "H5Dget_num_chunks", on: object)
    let all = zip(shape, chunk).reduce(1) { $0 * (($1.0 - 1) / $1.1 + 1) }
    return written == hsize_t(all) ? .inFile : .notWritten(isInPart: written > 0)
  }

  /// The files that a virtual dataset shows, as it names them; none of another dataset.
  ///
  /// - Throws: ``HDF5Error``.
  public func virtualSources() throws(HDF5Error) -> [String] {
    guard case .virtual = try storage() else { return [] }
    let properties = try creationProperties()
    return try sources(properties.id, atMost: .max, on: describe(id))
  }

  /// How the dataset was made.
  private func creationProperties() throws(HDF5Error) -> OwnedIdentifier {
    let id = self.id
    return OwnedIdentifier(
      adopting: try check(H5Dget_create_plist(id), "H5Dget_create_plist", on: describe(id)))
  }

  private func sources(
    _ list: hid_t, atMost most: Int, on object: String
  ) throws(HDF5Error) -> [String] {
    var count = 0
    try check(unsafe H5Pget_virtual_count(list, &count), "H5Pget_virtual_count", on: object)
    var names: [String] = []
    for index in 0..<min(count, most) {
      names.append(
        try unsafe readName("H5Pget_virtual_filename", on: object) { buffer, size in
          unsafe H5Pget_virtual_filename(list, index, buffer, size)
        })
    }
    return names
  }

  private func firstExternalFile(_ list: hid_t, on object: String) throws(HDF5Error) -> String {
    var name = [CChar](repeating: 0, count: 1024)
    try check(
      unsafe H5Pget_external(list, 0, name.count - 1, &name, nil, nil), "H5Pget_external",
      on: object)
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The first filter that the library does not have, by number and the name that the file gives it.
  private func unknownFilter(_ list: hid_t, on object: String) throws(HDF5Error) -> String? {
    let count = try check(H5Pget_nfilters(list), "H5Pget_nfilters", on: object)
    for index in 0..<UInt32(count) {
      var name = [CChar](repeating: 0, count: 256)
      var (flags, valueCount): (UInt32, Int) = (0, 0)
      let filter = try check(
        unsafe H5Pget_filter2(
          list, index, &flags, &valueCount, nil, name.count - 1, &name, nil), "H5Pget_filter2",
        on: object)
      if silently(H5Zfilter_avail(filter)) > 0 { continue }
      _ = takeErrorStack()
      let text = String(
        decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      return text.isEmpty ? "\(filter)" : "\(filter) (\(text))"
    }
    return nil
  }
}
