internal import CHDF5
internal import FileSystem

/// `file:path` of an open object, with the name of a child where the call is about one.
///
/// The corresponding C functions are `H5Fget_name` and `H5Iget_name`.
func describe(_ id: hid_t, child: String? = nil) -> String {
  let file = unsafe try? readName("H5Fget_name", on: "") { unsafe H5Fget_name(id, $0, $1) }
  let path = unsafe try? readName("H5Iget_name", on: "") { unsafe H5Iget_name(id, $0, $1) }
  var place = path ?? ""
  if let child { place += place.hasSuffix("/") || child.hasPrefix("/") ? child : "/" + child }
  return (file ?? "?") + ":" + place
}

/// A name from a C function that returns its length and copies what fits into a buffer.
func readName(
  _ function: String, on object: @autoclosure () -> String,
  _ copy: (UnsafeMutablePointer<CChar>?, Int) -> Int
) throws(HDF5Error) -> String {
  let length = try check(copy(nil, 0), function, on: object())
  var bytes = [CChar](repeating: 0, count: length + 1)
  try check(unsafe copy(&bytes, length + 1), function, on: object())
  return String(systemBytes: bytes.prefix(length).map(UInt8.init(bitPattern:)))
}
