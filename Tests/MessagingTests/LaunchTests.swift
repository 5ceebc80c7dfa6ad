import MPI
import Testing

/// What the variables of launchers mean.
@Suite struct LaunchTests {
  private func launch(_ variables: String) -> Launch {
    let pairs = variables.split(separator: " ").map { $0.split(separator: "=") }
    return Launch(
      environment: Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), String($0[1])) }))
  }

  @Test(arguments: [
    "PMI_RANK=2 PMI_SIZE=4",
    "PMI_RANK=2 PMI_SIZE=4 PMI_FD=9 MPI_LOCALRANKID=2 MPI_LOCALNRANKS=4",
    "PMI_RANK=2 PMI_SIZE=4 PMI_JOBID=1.0 SLURM_PROCID=2 SLURM_NTASKS=4 SLURM_STEP_NUM_TASKS=4",
    "PALS_RANKID=2 PALS_LOCAL_RANKID=2 PALS_LOCAL_SIZE=4",
    "PALS_RANKID=2 PALS_LOCAL_SIZE=1 PALS_SIZE=4",
    "PALS_RANKID=2 PMI_RANK=2 PMI_SIZE=4",
    "SLURM_JOB_ID=1 SLURM_PROCID=2 SLURM_NTASKS=4 SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=4",
    "PMIX_RANK=2 PMIX_NAMESPACE=x SLURM_PROCID=2 SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=4",
    "MPI_LOCALRANKID=2 MPI_LOCALNRANKS=4",
    "MV2_COMM_WORLD_RANK=2 MV2_COMM_WORLD_SIZE=4",
    "JSM_NAMESPACE_RANK=2 JSM_NAMESPACE_SIZE=4",
    "FLUX_TASK_RANK=2 FLUX_JOB_SIZE=4",
  ])
  func oneOfFourThatCannotJoinIsSeen(variables: String) {
    let found = launch(variables)
    #expect(found.isOneOfSeveral)
    #expect(!found.isOfRanks)
    #expect(found.rank == 2)
    #expect(found.size == 4)
    #expect(!found.speaks)
    #expect(found.refusal.contains("one of 4 processes"))
  }

  @Test(arguments: ["ALPS_APP_PE=3", "PALS_RANKID=1", "PMI_RANK=1", "PMIX_RANK=1"])
  func aRankAboveZeroIsNotAloneThoughNobodySaysOfHowMany(variables: String) {
    #expect(launch(variables).isOneOfSeveral)
    #expect(launch(variables).cannotBeAlone)
    #expect(launch(variables).size == nil)
  }

  @Test(arguments: [
    "",
    "HOME=/root PATH=/bin",
    // `mpiexec -n 1` and a single task.
    "PMI_RANK=0 PMI_SIZE=1",
    "PMI_RANK=0 PMI_SIZE=1 SLURM_PROCID=0 SLURM_NTASKS=1 SLURM_STEP_NUM_TASKS=1",
    "PALS_RANKID=0 PALS_LOCAL_SIZE=1 PMI_SIZE=1",
    "MPI_LOCALRANKID=0 MPI_LOCALNRANKS=1",
    "FLUX_TASK_RANK=0 FLUX_JOB_SIZE=1",
    // A batch script, which is told of the tasks that its steps may have.
    "SLURM_JOB_ID=1 SLURM_NTASKS=16 SLURM_NPROCS=16 SLURM_PROCID=0 SLURM_LOCALID=0",
    "SLURM_JOB_ID=1 SLURM_ARRAY_TASK_ID=3 SLURM_NTASKS=4 SLURM_PROCID=0",
    // `srun --pty bash`, within an allocation of more.
    "SLURM_JOB_ID=1 SLURM_NTASKS=16 SLURM_PROCID=0 SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=1",
    "PMIX_RANK=0 SLURM_PROCID=0 SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=1",
  ])
  func oneAloneIsAPlainRun(variables: String) {
    #expect(!launch(variables).isOneOfSeveral)
    #expect(!launch(variables).cannotBeAlone)
    #expect(!launch(variables).isOfRanks)
  }

  @Test(arguments: [
    "OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=2 PMIX_RANK=2 PMIX_SERVER_URI2=x",
    // Open MPI starts its daemons by srun, one a node.
    "OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=2 SLURM_PROCID=1 SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=2",
    "PMIX_RANK=2 PMIX_SERVER_URI21=x SLURM_PROCID=2 SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=4",
  ])
  func ranksThatOpenMPICanJoinAreRanks(variables: String) {
    let found = launch(variables)
    #expect(found.isOfRanks)
    #expect(found.isOneOfSeveral)
    #expect(found.rank == 2)
    #expect(found.size == 4)
  }
}
