internal import CMPI

extension Communicator {
  /// Waits until every rank is here.
  ///
  /// Collective. The corresponding C function is `MPI_Barrier` (MPI-3.1 §5.3).
  public func barrier() throws(MPIError) {
    try library.check(unsafe library.table.pointee.barrier(), "MPI_Barrier")
  }

  /// The root's bytes, on every rank.
  ///
  /// Collective. Only the root's argument counts. The corresponding C function is `MPI_Bcast` (MPI-3.1 §5.4),
  /// once for the length and once for the bytes.
  ///
  /// - Precondition: Fewer than 2³¹ bytes.
  public func broadcast(_ bytes: [UInt8], from root: Rank) throws(MPIError) -> [UInt8] {
    var length = UInt64(rank == root ? bytes.count : 0)
    let lengthCode = unsafe withUnsafeMutableBytes(of: &length) { place in
      unsafe library.table.pointee.broadcast(
        place.baseAddress, Int32(place.count), Int32(root.number))
    }
    try library.check(lengthCode, "MPI_Bcast")
    var result = rank == root ? bytes : [UInt8](repeating: 0, count: Int(length))
    let code = unsafe result.withUnsafeMutableBytes { place in
      unsafe library.table.pointee.broadcast(
        place.baseAddress, Int32(place.count), Int32(root.number))
    }
    try library.check(code, "MPI_Bcast")
    return result
  }
}
