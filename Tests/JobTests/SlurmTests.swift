import FileSystem
import Glibc
import TestSupport
import Testing

/// The job scripts under real Slurm daemons: whatever happens to a job, the results are the same.
@Suite(.serialized, .slurm) struct SlurmTests {
  private let slurm: SlurmCluster
  private let bench: Bench

  init() throws {
    slurm = try #require(SlurmCluster.current)
    bench = Bench()
  }

  private func log(_ name: String = "job.log") -> String {
    (try? String(decoding: Files.read(bench.file(name)), as: UTF8.self)) ?? "no \(name)"
  }

  /// Told that time is up, the shell hands it on.
  private func sendUserSignal(toJob job: String) throws {
    try slurm.command(["scancel", "--batch", "--signal=USR1", job])
  }

  @Test func anMPIJobThatIsCancelledGoesOnWhenSubmittedAgain() throws {
    let first = try slurm.submit("mpi.sbatch", options: ["--ntasks=3"], bench)
    try bench.waitUntilUnderWay()
    try slurm.command(["scancel", first])
    try slurm.waitUntilOver(first)
    #expect(try slurm.field("JobState", ofJob: first) == "CANCELLED")
    #expect(try !Files.exists(bench.out + "/results.h5"))

    let second = try slurm.submit("mpi.sbatch", options: ["--ntasks=2"], bench)
    try slurm.waitUntilOver(second)
    #expect(try slurm.field("JobState", ofJob: second) == "COMPLETED", "\(log())")
    #expect(log().contains("shards are there already"))
    try bench.expectReferenceResults()
  }

  @Test func anMPIJobThatIsToldOfItsEndLeavesWith75AndGoesOnWhenRequeued() throws {
    let job = try slurm.submit("mpi.sbatch", options: ["--ntasks=2"], bench)
    try bench.waitUntilUnderWay()
    try sendUserSignal(toJob: job)
    try slurm.waitUntilOver(job)
    #expect(try slurm.field("ExitCode", ofJob: job) == "75:0", "\(log())")
    #expect(log().contains("interrupted; resume with: "))

    try slurm.command(["scontrol", "requeue", job])
    try slurm.waitUntilOver(job)
    #expect(try slurm.field("JobState", ofJob: job) == "COMPLETED", "\(log())")
    try bench.expectReferenceResults()
  }

  /// The real thing: Slurm's own clock sends the signal, the job requeues itself.
  @Test func aJobThatRunsOutOfTimeRequeuesItselfUntilItIsDone() throws {
    let job = try slurm.submit(
      "requeue.sbatch", options: ["--ntasks=1", "--time=1", "--signal=B:USR1@50"], bench)
    try bench.waitUntilUnderWay()
    // Slurm looks at walltimes every 30 s. So that the sweep is not over before, it stands still
    // until the signal has come all the way.
    let program = try #require(RunningProgram(name: "thalweg", argument: bench.out))
    program.send(signal: SIGSTOP)
    try wait("Slurm says that time is up") { program.isAwaited(by: SIGUSR1) }
    program.send(signal: SIGCONT)
    try slurm.waitUntilOver(job)
    #expect(try slurm.field("JobState", ofJob: job) == "COMPLETED", "\(log())")
    #expect(try slurm.field("Restarts", ofJob: job) != "0")
    #expect(log().contains("interrupted; resume with: "))
    try bench.expectReferenceResults()
  }

  /// Without a script and without mpirun: Slurm itself starts the ranks.
  @Test func srunStartsTheRanks() throws {
    let program = try builtProgram("thalweg")
    try slurm.command(
      ["srun", "--ntasks=3", "--mpi=pmix", program, "run", bench.sweep, "--out", bench.out])
    try bench.expectReferenceResults()
    #expect(try bench.workerCount == 3)
  }

  @Test func anArrayWithOneTaskInterruptedIsMergedWhenAllTasksAreDone() throws {
    let submitted = try submitArray(parts: 3)
    try bench.waitUntilUnderWay()
    try sendUserSignal(toJob: submitted.array + "_2")
    try slurm.waitUntilOver(submitted.merge)
    #expect(try slurm.field("Restarts", ofJob: submitted.array + "_2") == "1")
    #expect(try slurm.field("JobState", ofJob: submitted.merge) == "COMPLETED")
    try bench.expectReferenceResults()
  }

  @Test func anArrayWithATaskThatFailsIsNotMergedUntilItIsSubmittedAgain() throws {
    let failing = try submitArray(parts: 2)
    try bench.waitUntilUnderWay()
    try slurm.command(["scancel", "--signal=KILL", failing.array + "_1"])
    try slurm.waitUntilOver(failing.array)
    try slurm.waitUntilOver(failing.merge)
    #expect(try slurm.field("JobState", ofJob: failing.merge) == "CANCELLED")
    #expect(try !Files.exists(bench.out + "/results.h5"))

    let again = try submitArray(parts: 2)
    try slurm.waitUntilOver(again.merge)
    #expect(try slurm.field("JobState", ofJob: again.merge) == "COMPLETED")
    try bench.expectReferenceResults()
  }

  private func submitArray(parts: Int) throws -> (array: String, merge: String) {
    let words = try slurm.command(
      [Places.job("submit-array.sh"), bench.sweep, bench.out, "\(parts)"], in: bench.path
    ).split(separator: " ").map(String.init)
    try #require(words.count == 4 && words[0] == "array" && words[2] == "merge", "\(words)")
    return (words[1], words[3])
  }
}
