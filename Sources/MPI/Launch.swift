internal import Glibc

/// Whether this process was started as a rank, by `mpirun` or by `srun --mpi=pmix`.
///
/// True if `OMPI_COMM_WORLD_SIZE` or `PMIX_RANK` is in the environment. It asks nothing of MPI.
public var isLaunchedUnderMPI: Bool {
  unsafe getenv("OMPI_COMM_WORLD_SIZE") != nil || getenv("PMIX_RANK") != nil
}
