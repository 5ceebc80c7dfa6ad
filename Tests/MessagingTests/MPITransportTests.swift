import Foundation
import TestSupport
import Testing

/// Set THALWEG_MPI=0 where the package is built without MPI; otherwise its absence is a failure.
private let isBuiltWithMPI = ProcessInfo.processInfo.environment["THALWEG_MPI"] != "0"

@Suite(.serialized, .enabled(if: isBuiltWithMPI)) struct MPITransportTests {
  @Test(arguments: [2, 3, 4])
  func ranksConform(rankCount: Int) throws {
    let result = try runRanks(rankCount)
    // The line is what counts: a job's exit code alone can be 0 after a failure.
    let line = TransportScenario.conformanceLine(peerCount: rankCount - 1)
    #expect(result.standardOutput == line + "\n", "\(result.standardError)")
    #expect(result.exitCode == 0, "\(result)")
  }

  @Test func ranksConformOverTCP() throws {
    let result = try runRanks(3, ["--mca", "btl", "tcp,self"])
    let line = TransportScenario.conformanceLine(peerCount: 2)
    #expect(result.standardOutput == line + "\n", "\(result.standardError)")
    #expect(result.exitCode == 0, "\(result)")
  }

  @Test func aFailingRankEndsTheJobWithItsCode() throws {
    let result = try runRanks(3, role: "failing-rank")
    #expect(result.standardError.contains("rank 0: failing as asked"))
    #expect(!result.standardError.contains("after MPI_FINALIZE"))
    // The code that the peer gives to `abort`.
    #expect(result.exitCode == 2)
    #expect(result.standardOutput.isEmpty)
  }

  @Test func aProcessWithoutMPIRunKnowsIt() throws {
    let result = try runProcess(builtProgram("TransportPeer"), ["mpi"])
    #expect(result.standardError == "TransportPeer: not a rank\n")
    #expect(result.exitCode == 1)
  }
}

private func runRanks(
  _ count: Int, _ options: [String] = [], role: String = "mpi"
) throws -> ProcessResult {
  let mpirun = try #require(
    installedProgram("mpirun"),
    "mpirun is not installed (openmpi-bin); THALWEG_MPI=0 leaves MPI out")
  return try runProcess(
    mpirun,
    ["--oversubscribe", "-n", "\(count)"] + options + [builtProgram("TransportPeer"), role],
    environment: [
      "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
      // Looking for these networks costs 0.2 s a start.
      "OMPI_MCA_mtl": "^psm,psm2,ofi",
    ])
}
