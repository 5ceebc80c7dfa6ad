internal import CMPI
internal import Glibc

/// Whether this process was started as a rank, by `mpirun` or by `srun --mpi=pmix`.
///
/// True if `OMPI_COMM_WORLD_SIZE` or `PMIX_RANK` is in the environment. It asks nothing of MPI.
public var isLaunchedUnderMPI: Bool {
  unsafe getenv("OMPI_COMM_WORLD_SIZE") != nil || getenv("PMIX_RANK") != nil
}

/// What the MPI library says of itself, such as `Open MPI v4.1.4, …`; MPI is not initialized.
///
/// Opens `libThalwegMPI.so` beside the program. The corresponding C function is
/// `MPI_Get_library_version` (MPI-3.1 §8.1.1).
///
/// - Throws: ``MPIError`` if the library is absent, or of another version.
public func libraryVersion() throws(MPIError) -> String {
  let library = try Library.open()
  let text = unsafe library.describe(capacity: 512) { text, capacity, length in
    unsafe library.table.pointee.library_version(text, capacity, length)
  }
  guard let text else {
    throw MPIError(function: "MPI_Get_library_version", code: 0, message: "no version")
  }
  return text
}
