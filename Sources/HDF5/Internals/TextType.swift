internal import CHDF5

/// The type of text in files and in memory: `H5T_C_S1` in UTF-8.
///
/// Every text has `byteCount` bytes, padded with NUL, or any length where that is nil.
func makeTextType(byteCount: Int?, on object: String) throws(HDF5Error) -> OwnedIdentifier {
  let type = OwnedIdentifier(adopting: try check(H5Tcopy(chdf5_c_s1()), "H5Tcopy", on: object))
  let id = type.id
  try check(H5Tset_size(id, byteCount ?? chdf5_variable()), "H5Tset_size", on: object)
  try check(H5Tset_cset(id, H5T_CSET_UTF8), "H5Tset_cset", on: object)
  if byteCount != nil {
    try check(H5Tset_strpad(id, H5T_STR_NULLPAD), "H5Tset_strpad", on: object)
  }
  return type
}

/// Whether a stored type is text of variable length; an error where it is no text at all.
func isVariableText(_ type: hid_t, on object: String) throws(HDF5Error) -> Bool {
  let kind = try check(H5Tget_class(type).rawValue, "H5Tget_class", on: object)
  guard kind == H5T_STRING.rawValue else {
    throw HDF5Error(refusing: "H5Tget_class", on: object, "the stored type is not text")
  }
  return try check(H5Tis_variable_str(type), "H5Tis_variable_str", on: object) > 0
}

/// Lends an array of C strings to `body`, for writing text of variable length.
///
/// - Throws: What `body` throws, and ``HDF5Error`` for a text with a NUL, which would be cut there.
func withCStrings(
  _ texts: [String], on object: @autoclosure () -> String,
  _ body: (UnsafeRawPointer) throws(HDF5Error) -> Void
) throws(HDF5Error) {
  var bytes: [UInt8] = []
  var offsets: [Int] = []
  for text in texts {
    guard !text.utf8.contains(0) else {
      throw HDF5Error(refusing: "H5T_VARIABLE", on: object(), "a text contains a NUL character")
    }
    offsets.append(bytes.count)
    bytes.append(contentsOf: text.utf8)
    bytes.append(0)
  }
  try unsafe bytes.span.bytes.withUnsafeBytes { buffer throws(HDF5Error) in
    let pointers = offsets.map { UInt(bitPattern: buffer.baseAddress) + UInt($0) }
    try unsafe pointers.span.bytes.withUnsafeBytes { list throws(HDF5Error) in
      guard let start = list.baseAddress else { return }
      try unsafe body(start)
    }
  }
}

/// Text of variable length, read by `transfer` into an array of pointers which the library fills
/// and this function frees.
///
/// The corresponding C function for freeing is `H5Dvlen_reclaim`.
///
/// - Parameters:
///   - stored: The stored type; the memory type takes its character set, as there is no conversion.
///   - count: How many texts.
///   - space: A dataspace with `count` elements, for freeing.
///   - object: What is read, for messages.
///   - transfer: Reads into `count` pointers, given the memory type.
/// - Returns: The texts; one that was never written is empty.
/// - Throws: What `transfer` throws, and ``HDF5Error`` for bytes that are not UTF-8.
func readVariableTexts(
  stored: hid_t, count: Int, space: hid_t, on object: @autoclosure () -> String,
  _ transfer: (hid_t, UnsafeMutableRawPointer) throws(HDF5Error) -> Void
) throws(HDF5Error) -> [String] {
  try checkFits(
    elementCount: count, elementByteCount: MemoryLayout<UInt>.stride, on: object())
  guard count > 0 else { return [] }
  let type = try makeTextType(byteCount: nil, on: object())
  let typeID = type.id
  try check(H5Tset_cset(typeID, H5Tget_cset(stored)), "H5Tset_cset", on: object())
  var pointers = unsafe [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
  // After a failure the pointers are not to be trusted: what was read so far is lost, not freed.
  try unsafe transfer(typeID, &pointers)
  defer {
    silently(unsafe H5Dvlen_reclaim(typeID, space, chdf5_default_properties(), &pointers))
  }
  var texts: [String] = []
  for index in unsafe pointers.indices {
    // A text that was never written is a null pointer.
    guard let start = unsafe pointers[index] else {
      texts.append("")
      continue
    }
    guard let text = unsafe String(validatingCString: start) else {
      throw HDF5Error(refusing: "H5Dread", on: object(), "a text is not UTF-8")
    }
    texts.append(text)
  }
  return texts
}

/// Texts of one length, each ending at its first NUL, or filled up with spaces, read by `transfer` into their bytes.
///
/// - Parameters:
///   - type: The stored type, which is also that in memory.
///   - count: How many texts.
///   - object: What is read, for messages.
///   - transfer: Reads into `count` texts, given the memory type.
/// - Returns: The texts.
/// - Throws: What `transfer` throws, and ``HDF5Error`` for bytes that are not UTF-8.
func readFixedTexts(
  stored type: hid_t, count: Int, on object: @autoclosure () -> String,
  _ transfer: (hid_t, UnsafeMutableRawPointer) throws(HDF5Error) -> Void
) throws(HDF5Error) -> [String] {
  let size = silently(H5Tget_size(type))
  try checkFits(elementCount: count, elementByteCount: size, on: object())
  guard count > 0, size > 0 else { return [] }
  let padding = try check(H5Tget_strpad(type).rawValue, "H5Tget_strpad", on: object())
  var bytes = [UInt8](repeating: 0, count: count * size)
  try unsafe transfer(type, &bytes)
  var texts: [String] = []
  for index in 0..<count {
    var field = bytes[index * size..<(index + 1) * size].prefix { $0 != 0 }
    if padding == H5T_STR_SPACEPAD.rawValue {
      while field.last == UInt8(ascii: " ") { field.removeLast() }
    }
    guard let text = String(validating: field, as: UTF8.self) else {
      throw HDF5Error(refusing: "H5Tget_strpad", on: object(), "a text is not UTF-8")
    }
    texts.append(text)
  }
  return texts
}
