internal import CMPI

/// The ranks that talk to each other: all of the job, MPI_COMM_WORLD.
///
/// Errors are returned, never fatal (`MPI_ERRORS_RETURN`). Valid until the environment ends.
public struct Communicator {
  let library: Library

  /// This process's number.
  public let rank: Rank

  /// The number of ranks.
  public let size: Int

  init(_ library: Library) throws(MPIError) {
    self.library = library
    var number: Int32 = 0
    try library.check(unsafe library.table.pointee.rank(&number), "MPI_Comm_rank")
    rank = Rank(Int(number))
    try library.check(unsafe library.table.pointee.size(&number), "MPI_Comm_size")
    size = Int(number)
  }
}
