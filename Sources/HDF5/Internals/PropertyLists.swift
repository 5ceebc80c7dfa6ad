internal import CHDF5

/// How our files are opened: without locks.
///
/// Locks fail on many network file systems, and files here have one writer and are never changed
/// afterwards. `H5Pset_file_locking` exists since 1.10.7. The variable `HDF5_USE_FILE_LOCKING`
/// still wins over it, which is right: the user has set it on purpose.
func fileAccessProperties(on object: String) throws(HDF5Error) -> OwnedIdentifier {
  let list = OwnedIdentifier(
    adopting: try check(H5Pcreate(chdf5_file_access()), "H5Pcreate", on: object))
  let id = list.id
  try check(H5Pset_file_locking(id, false, true), "H5Pset_file_locking", on: object)
  return list
}

/// How our files are created: nothing in them depends on the clock or on the library's defaults.
func fileCreationProperties(
  userBlockByteCount: Int, on object: String
) throws(HDF5Error) -> OwnedIdentifier {
  let list = OwnedIdentifier(
    adopting: try check(H5Pcreate(chdf5_file_create()), "H5Pcreate", on: object))
  let id = list.id
  // The list also creates the root group.
  try check(H5Pset_obj_track_times(id, false), "H5Pset_obj_track_times", on: object)
  if userBlockByteCount > 0 {
    try check(H5Pset_userblock(id, hsize_t(userBlockByteCount)), "H5Pset_userblock", on: object)
  }
  return list
}

/// How links of files that others made are followed: never out of the file.
func linkAccessProperties(on object: String) throws(HDF5Error) -> OwnedIdentifier {
  let list = OwnedIdentifier(
    adopting: try check(H5Pcreate(chdf5_link_access()), "H5Pcreate", on: object))
  let id = list.id
  try check(chdf5_refuse_external_links(id), "H5Pset_elink_cb", on: object)
  return list
}

/// How groups are created: without times.
func groupCreationProperties(on object: String) throws(HDF5Error) -> OwnedIdentifier {
  let list = OwnedIdentifier(
    adopting: try check(H5Pcreate(chdf5_group_create()), "H5Pcreate", on: object))
  let id = list.id
  try check(H5Pset_obj_track_times(id, false), "H5Pset_obj_track_times", on: object)
  return list
}

/// How datasets are created: without times, chunked where a chunk is given, with every allocated
/// byte written.
///
/// A chunk longer than the dataset is clipped to it, because HDF5 wants "chunk size <= maximum
/// dimension size for fixed-sized dimensions"; dimensions of length zero have no such limit.
func datasetCreationProperties(
  shape: [Int], chunk: [Int]?, filters: [Filter], on object: String
) throws(HDF5Error) -> OwnedIdentifier {
  let list = OwnedIdentifier(
    adopting: try check(H5Pcreate(chdf5_dataset_create()), "H5Pcreate", on: object))
  let id = list.id
  try check(H5Pset_obj_track_times(id, false), "H5Pset_obj_track_times", on: object)
  // Otherwise parts of an allocated block that nobody wrote could hold anything.
  try check(H5Pset_fill_time(id, H5D_FILL_TIME_ALLOC), "H5Pset_fill_time", on: object)
  guard let chunk else {
    precondition(filters.isEmpty, "filters need a chunk")
    return list
  }
  precondition(!shape.isEmpty, "a scalar dataset has no chunks")
  precondition(chunk.count == shape.count, "a chunk has the rank of its dataset")
  precondition(chunk.allSatisfy { $0 > 0 }, "a chunk has at least one element")
  let extents = zip(chunk, shape).map { $1 == 0 ? hsize_t($0) : hsize_t(min($0, $1)) }
  try check(unsafe H5Pset_chunk(id, Int32(extents.count), extents), "H5Pset_chunk", on: object)
  // A chunk that nobody writes takes no space.
  try check(H5Pset_alloc_time(id, H5D_ALLOC_TIME_INCR), "H5Pset_alloc_time", on: object)
  for filter in filters { try filter.add(to: id, on: object) }
  return list
}
