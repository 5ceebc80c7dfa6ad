internal import CHDF5

/// UTF-8 text of variable length, closed by a zero in memory.
///
/// The corresponding C functions are `H5Tcopy`, `H5Tset_size` and `H5Tset_cset`.
func makeTextType(on object: String) throws(HDF5Error) -> OwnedIdentifier {
  let type = OwnedIdentifier(
    adopting: try check(H5Tcopy(chdf5_c_s1()), "H5Tcopy", on: object))
  let id = type.id
  try check(H5Tset_size(id, chdf5_variable()), "H5Tset_size", on: object)
  try check(H5Tset_cset(id, H5T_CSET_UTF8), "H5Tset_cset", on: object)
  return type
}
