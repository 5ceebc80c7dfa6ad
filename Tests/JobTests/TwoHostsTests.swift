import FileSystem
import TestSupport
import Testing

/// MPI over TCP between two hosts: networks and host names of their own, on one machine.
@Suite struct TwoHostsTests {
  private let bench = Bench()

  private func hosts(_ action: String, _ arguments: [String] = []) throws -> ProcessResult {
    try run([Places.script("two-nodes.sh"), action, bench.file("hosts")] + arguments)
  }

  private func launchSweep() throws -> LaunchedProcess {
    try launch([
      Places.script("two-nodes.sh"), "mpirun", bench.file("hosts"), "-n", "4",
      try builtProgram("thalweg"), "run", bench.sweep, "--out", bench.out,
    ])
  }

  @Test func aSweepWhoseSecondHostFailsMidwayGoesOnWhenStartedAgain() throws {
    let up = try hosts("up")
    try #require(up.exitCode == 0, "\(up.standardError)")
    defer { _ = try? hosts("down") }

    let first = try launchSweep()
    try bench.waitUntilUnderWay()
    let kill = try hosts("kill", ["2", "thalweg"])
    #expect(kill.standardOutput == "2 processes killed\n", "\(kill.standardError)")
    let failed = first.waitUntilExit(timeout: .seconds(600))
    #expect(failed.exitCode == 137, "\(failed.standardError)")
    #expect(try !Files.exists(bench.out + "/results.h5"))
    let finished = bench.finishedShards()

    let last = try launchSweep().waitUntilExit(timeout: .seconds(600))
    #expect(last.exitCode == 0, "\(last.standardError)")
    #expect(last.standardError.contains("\(finished.count) of "))
    try bench.expectReferenceResults()
  }
}
