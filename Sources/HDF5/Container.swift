internal import CHDF5

/// What contains groups and datasets: a file, as its root group, or a group.
///
/// Names are paths relative to the container; all but the last part of a path must exist.
public protocol Container: HDF5Object, ~Copyable {}

extension Container where Self: ~Copyable {
  /// Creates a group.
  ///
  /// The corresponding C function is `H5Gcreate2`.
  ///
  /// - Parameter name: The group's path from here.
  /// - Returns: The open group.
  /// - Throws: ``HDF5Error``, also where the name is taken.
  public func createGroup(_ name: String) throws(HDF5Error) -> Group {
    let id = self.id
    let none = chdf5_default_properties()
    let properties = try groupCreationProperties(on: describe(id, child: name))
    let propertiesID = properties.id
    return Group(
      adopting: try check(
        unsafe H5Gcreate2(id, name, none, propertiesID, none), "H5Gcreate2",
        on: describe(id, child: name)))
  }

  /// Opens a group.
  ///
  /// The corresponding C function is `H5Gopen2`.
  ///
  /// - Parameter name: The group's path from here.
  /// - Returns: The open group.
  /// - Throws: ``HDF5Error``.
  public func openGroup(_ name: String) throws(HDF5Error) -> Group {
    let id = self.id
    return Group(
      adopting: try check(
        unsafe H5Gopen2(id, name, chdf5_default_properties()), "H5Gopen2",
        on: describe(id, child: name)))
  }

  /// Whether there is a link with this name here.
  ///
  /// The corresponding C function is `H5Lexists`, called for each part of the path, because it
  /// fails where an intermediate group is missing.
  ///
  /// - Parameter name: A path from here, such as `runs/loss`.
  /// - Returns: False also where the path leads through what does not exist.
  /// - Throws: ``HDF5Error``.
  public func exists(_ name: String) throws(HDF5Error) -> Bool {
    let id = self.id
    var path = ""
    for part in name.split(separator: "/") {
      path += path.isEmpty ? String(part) : "/" + part
      let answer = try check(
        unsafe H5Lexists(id, path, chdf5_default_properties()), "H5Lexists",
        on: describe(id, child: path))
      guard answer > 0 else { return false }
    }
    return true
  }

  /// The names of all links here, in increasing order of their bytes.
  ///
  /// The corresponding C functions are `H5Gget_info` and `H5Lget_name_by_idx`.
  ///
  /// - Throws: ``HDF5Error``.
  /// - Complexity: O(n²) for n links; made for some hundreds.
  public func linkNames() throws(HDF5Error) -> [String] {
    let id = self.id
    var info = H5G_info_t()
    try check(unsafe H5Gget_info(id, &info), "H5Gget_info", on: describe(id))
    var names: [String] = []
    for index in 0..<info.nlinks {
      names.append(try linkName(at: index))
    }
    return names
  }

  private func linkName(at index: hsize_t) throws(HDF5Error) -> String {
    let id = self.id
    return try unsafe readName("H5Lget_name_by_idx", on: describe(id)) { buffer, size in
      unsafe H5Lget_name_by_idx(
        id, ".", H5_INDEX_NAME, H5_ITER_INC, index, buffer, size, chdf5_default_properties())
    }
  }
}
