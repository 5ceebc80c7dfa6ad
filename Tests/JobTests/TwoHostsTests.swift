import FileSystem
import Glibc
import TestSupport
import Testing

/// MPI over TCP between two hosts: networks and host names of their own, on one machine.
@Suite(.serialized) struct TwoHostsTests {
  private let bench: Bench
  private let hosts: String

  init() {
    bench = Bench()
    hosts = bench.file("hosts")
  }

  private func script(_ arguments: String...) throws -> LaunchedProcess {
    try LaunchedProcess(
      Places.script("two-nodes.sh"), arguments, environment: try Places.environment())
  }

  private func launchSweep() throws -> LaunchedProcess {
    try script(
      "mpirun", hosts, "-n", "4", try builtProgram("thalweg"), "run", bench.sweep, "--out",
      bench.out)
  }

  @Test func aSweepWhoseSecondHostFailsMidwayGoesOnWhenStartedAgain() async throws {
    let up = try await script("up", hosts).end()
    try #require(up.exitCode == 0, "\(up.standardError)")
    defer { _ = try? script("down", hosts).waitUntilExit(timeout: .seconds(10)) }

    let first = try launchSweep()
    try await bench.waitUntilUnderWay()
    let kill = try await script("kill", hosts, "2", "thalweg").end()
    #expect(kill.exitCode == 0, "\(kill.standardError)")
    let failed = try await first.end()
    #expect(failed.exitCode != 0)
    #expect(!Files.exists(bench.out + "/results.h5"))
    let finished = bench.finishedShards()

    let last = try await launchSweep().end()
    #expect(last.exitCode == 0, "\(last.standardError)")
    #expect(last.standardError.contains("\(finished.count) of "))
    try bench.expectReferenceResults()
  }
}
